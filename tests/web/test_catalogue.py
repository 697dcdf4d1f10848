"""Every sentence is said in English too, and nothing reaches an English reader in Korean (or the other way round)."""

import ast
import re
from collections.abc import Iterator
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django import forms
from django.template import engines
from django.utils import translation
from jinja2 import nodes

from madang.people.models import Person, Role
from madang.rules.document import preset
from madang.web.public import account_forms, accounts
from madang.web.public.propose import ProposalForm
from madang.web.staff import desk_forms
from madang.web.staff import forms as staff_forms

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    """bin/messages, whose `check` is the one truth about the catalogues."""
    loader = SourceFileLoader("bin_messages", str(ROOT / "bin" / "messages"))
    module = module_from_spec(spec_from_loader("bin_messages", loader))  # type: ignore[arg-type]
    loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def code(messages: ModuleType) -> Catalog:
    return messages.texts_in_code()


def english() -> Catalog:
    with (ROOT / "madang/locale/en/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file)


def test_the_english_catalogue_is_complete_and_holds_nothing_else(messages: ModuleType, code: Catalog) -> None:
    assert list(messages.problems_of(english(), code)) == []


def test_the_texts_of_code_templates_and_letters_are_found(code: Catalog) -> None:
    assert len(code) > 700
    assert "제목을 적어 주세요." in code  # N_ in base/errors.py
    assert "비밀번호 바꾸기" in code  # a template
    assert "아래 주소에서 답변을 읽을 수 있어요." in code  # a letter
    assert "데이터베이스를 준비해요." in code  # the command line
    assert code["%(count)s일 남음"].pluralizable
    assert code.get("모두", context="거르기") is not None


PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


@pytest.mark.parametrize(
    ("text", "entry", "problem"),
    [
        ("열기", "", "missing"),
        ("열기", 'msgid "열기"\nmsgstr ""', "not translated"),
        ("열기", '#, fuzzy\nmsgid "열기"\nmsgstr "Open"', "fuzzy"),
        ("열기", 'msgid "열기"\nmsgstr "Open 열기"', "Korean in"),
        ("열기", 'msgid "열기"\nmsgstr "Open"\n\nmsgid "닫기"\nmsgstr "Close"', "no longer in the code"),
        ("열기", 'msgid "열기"\nmsgstr "Open"\n\n#~ msgid "닫기"\n#~ msgstr "Close"', "obsolete"),
        ("%(n)s명", '#, python-format\nmsgid "%(n)s명"\nmsgstr "people"', "placeholders"),
        ("%(n)s명", '#, python-format\nmsgid "%(n)s명"\nmsgstr "%(m)s people"', "placeholder"),
        ("{n}자", 'msgid "{n}자"\nmsgstr "letters"', "placeholders"),
        ("<b>열기</b>", 'msgid "<b>열기</b>"\nmsgstr "<b>Open"', "tags differ"),
        (("%(n)s일", "%(n)s일"), 'msgid "%(n)s일"\nmsgid_plural "%(n)s일"\nmsgstr[0] "%(n)s day"', "not translated"),
        (("%(n)s일", "%(n)s일"), 'msgid "%(n)s일"\nmsgstr "%(n)s days"', "missing"),
    ],
)
def test_what_is_wrong_with_a_catalogue_is_found(messages: ModuleType, text: Any, entry: str, problem: str) -> None:
    code = Catalog()
    code.add(text, locations=[("madang/x.py", 1)])
    catalogue = read_po(BytesIO((PO + entry + "\n").encode()), locale="en")
    assert any(problem in found for found in messages.problems_of(catalogue, code))


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("한국어 마당", 'msgid "한국어 마당"\nmsgstr "Madang 마당 in 한국어"'),
        ("%(name)s%(particle)s 왔어요", 'msgid "%(name)s%(particle)s 왔어요"\nmsgstr "%(name)s is here"'),
        (
            ("한 가지", "%(num)s가지"),
            'msgid "한 가지"\nmsgid_plural "%(num)s가지"\nmsgstr[0] "One thing"\nmsgstr[1] "%(num)s things"',
        ),
    ],
)
def test_names_particles_and_words_for_one_are_fine(messages: ModuleType, text: Any, entry: str) -> None:
    code = Catalog()
    code.add(text)
    catalogue = read_po(BytesIO((PO + entry + "\n").encode()), locale="en")
    assert list(messages.problems_of(catalogue, code)) == []


# ── Korean that nobody marked ──

MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "N_", "ngettext", "pgettext", "pgettext_lazy", "npgettext"}
# Where Korean stands for itself: both languages side by side, what the demonstration tells, grammar and search, what is
# looked for in Korean texts and files, the blanks of an institution's own templates, the product's name.
KOREAN_AT_HOME = {
    "rules/", "ops/demo/", "migrations/", "settings.py", "proposals/search.py", "ui/words.py",
    "ui/frame.py", "public/propose.py", "moderation/korean.py", "people/names.py", "actions/register.py",
    "actions/register_file.py", "actions/templates.py", "public/account_factors.py", "sense/", "lottery/reading.py",
    "actions/panel_file.py", "actions/population.py", "results/naming.py", "staff/papers.py", "ui/forum_materials.py",
    "staff/plan_guide_process.py", "ui/goal_chart.py",
}  # fmt: skip
BEFORE_DJANGO = {"설정을 읽을 수 없어요 (settings can't be read): "}
PARTICLES = {"은/는", "이/가", "을/를", "과/와", "으로/로", "이에요/예요"}


def unmarked_in_python(path: Path) -> Iterator[tuple[int, str]]:
    """Korean string literals that are neither marked for translation nor documentation."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    fine: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            fine.add(id(node.value))
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
            if name in MARKS or "help" in {keyword.arg for keyword in node.keywords}:
                fine |= {id(each) for argument in node.args for each in ast.walk(argument)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in fine:
            yield node.lineno, node.value


def unmarked_in_template(path: Path) -> Iterator[tuple[int, str]]:
    """Korean in a template outside of `_(…)` and `{% trans %}`."""
    tree = engines["jinja2"].env.parse(path.read_text(encoding="utf-8"))  # type: ignore[attr-defined]
    marked: set[int] = set()
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in MARKS:
            marked |= {id(each) for argument in call.args for each in (argument, *argument.find_all(nodes.Const))}
    for const in tree.find_all(nodes.Const):
        if isinstance(const.value, str) and id(const) not in marked:
            yield const.lineno, const.value
    for data in tree.find_all(nodes.TemplateData):
        yield data.lineno, data.data


def test_no_korean_stands_in_the_code_unmarked(messages: ModuleType) -> None:
    found = []
    for path in sorted((ROOT / "madang").rglob("*")):
        name = path.relative_to(ROOT / "madang").as_posix()
        if any(part in name for part in KOREAN_AT_HOME) or not path.is_file():
            continue
        if path.suffix == ".py":
            texts = unmarked_in_python(path)
        elif "jinja2" in path.parts:
            texts = unmarked_in_template(path)
        else:
            continue
        found += [
            f"{name}:{line} {text.strip()[:80]!r}"
            for line, text in texts
            if messages.HANGUL.search(text) and text not in PARTICLES | BEFORE_DJANGO and "가온시" not in text
        ]
    assert found == []


# ── what Django and allauth say in our pages ──


SECOND_FACTOR = (account_forms.AgainForm, account_forms.CodeForm, account_forms.CodeAgainForm)
OF_A_REQUEST = {"ActivateForm", "AddPasskeyForm"}  # made within one; looked at in tests/identity


def shown_forms() -> list[forms.Form]:
    """Every form that somebody fills in."""
    return [
        account_forms.SignInForm(),
        account_forms.SignupForm(),
        account_forms.ResetForm(),
        account_forms.ResetFromKeyForm(),
        account_forms.ChangePasswordForm(),
        ProposalForm(areas=[]),
        staff_forms.AnswerForm(),
        staff_forms.CorrectionForm(),
        staff_forms.ExtensionForm(),
        staff_forms.DepartmentForm(),
        staff_forms.DecisionForm(stage=preset("seoul-2019").stage("agenda")),
        staff_forms.PaperForm(),
        staff_forms.HolidayForm(),
        staff_forms.RoleForm(),
        desk_forms.HandOverForm(),
        desk_forms.ContributeForm(),
        desk_forms.LateForm(),
        desk_forms.ReasonForm(),
        desk_forms.RouteForm(),
        desk_forms.ContributionForm(),
        desk_forms.TemplateForm(own=[]),
        desk_forms.FilterForm(),
        staff_forms.PickUpForm(),
        *(one(user=Person()) for one in SECOND_FACTOR),
    ]


def test_every_form_is_among_them() -> None:
    written = {
        one.__name__
        for module in (account_forms, staff_forms, desk_forms)
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, forms.Form) and one.__module__ == module.__name__
    }
    assert written <= {type(form).__name__ for form in shown_forms()} | OF_A_REQUEST


def said(field: forms.Field) -> Iterator[str]:
    """The label, the help, and what is said when something is wrong."""
    facts = {"limit_value": 5, "show_value": 7, "value": "x", "max": 5, "length": 7, "name": "x"}
    yield from (str(field.label or ""), str(field.help_text or ""))
    for text in (*field.error_messages.values(), *(getattr(one, "message", "") for one in field.validators)):
        yield str(text % facts) if "%(" in str(text) else str(text)
    for _, label in getattr(field, "choices", ()):
        yield str(label)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ko", "en"])
def test_forms_speak_one_language(messages: ModuleType, language: str) -> None:
    with translation.override(language):
        told = [
            (type(form).__name__, name, text)
            for form in shown_forms()
            for name, field in form.fields.items()
            if not field.widget.is_hidden
            for text in said(field)
            if text.strip()
        ]
    assert told
    blanks = re.compile(r"\{\w+\}")  # of a template for answers: the same in every language
    assert [one for one in told if bool(messages.HANGUL.search(blanks.sub("", one[2]))) != (language == "ko")] == []


@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_allauth_says_is_in_the_readers_language(messages: ModuleType, language: str) -> None:
    with translation.override(language):
        told = {name: str(text) for name, text in accounts.Adapter.error_messages.items()}
        told |= {name: str(text) for name, text in (accounts.SAID | accounts.PASSWORD_SAID).items()}
    assert {name: text for name, text in told.items() if bool(messages.HANGUL.search(text)) != (language == "ko")} == {}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_roles_are_called_in_the_readers_language(messages: ModuleType, language: str) -> None:
    with translation.override(language):
        words = [str(role.label) for role in Role]
    assert [word for word in words if bool(messages.HANGUL.search(word)) != (language == "ko")] == []
