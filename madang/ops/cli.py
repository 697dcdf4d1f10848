"""The installed command ``madang``: our commands under the house's own name, and a plain word for whatever goes wrong."""

from __future__ import annotations

import difflib
import json
import os
import sys
from importlib.metadata import PackageNotFoundError, version

import django
from django.conf import settings
from django.core.management import ManagementUtility, call_command, get_commands, load_command_class

from madang.base.errors import N_

# In the order in which one meets them. A command of ours that is not named here is listed after these, by its own help.
COMMANDS = {
    "up": N_("마당을 엽니다: 데이터베이스 준비, 웹 서버, 시계 일꾼 (make run)"),
    "check": N_("설정과 상태를 살펴 무엇을 고칠지 말합니다"),
    "demo": N_("시범 도시를 채웁니다"),
    "staff": N_("담당자와 부서 담당자를 정합니다"),
    "procedures": N_("절차를 보고, 설치하고, 새 기준을 공개합니다"),
    "cases": N_("건이 어디까지 왔는지 봅니다"),
    "replay": N_("사건 파일을 순서대로 넣습니다"),
    "export": N_("기관 전체를 사건 파일로 내보냅니다"),
    "opinion-map": N_("표로 의견 지도를 그립니다: 무리, 모두 같은 뜻, 갈리는 의견"),
    "draw": N_("의제선정단처럼 고르게 섞인 사람들을 제비로 뽑습니다"),
    "tick": N_("때가 된 일을 한 번 합니다"),
    "sweep": N_("공감 수와 마감을 다시 세어 다른 것을 알립니다"),
    "audit": N_("감사기록을 봉인하고, 그대로인지 살피고, 사슬의 머리를 적어 줍니다"),
    "retention": N_("보관 기간이 지난 것을 지웁니다"),
    "work": N_("때가 된 일을 하고 알림을 보내는 일꾼입니다"),
    "bounces": N_("되돌아온 메일을 읽어 닿지 않는 주소를 가려냅니다"),
    "static": N_("글꼴과 모양 파일을 모아 웹 서버가 바로 내보내게 합니다"),
}
# These look after the database themselves, or don't need one.
WITHOUT_DATABASE = {"up", "work", "check", "static", "opinion-map", "draw"}
# A command whose name is no name for a module.
MODULES = {"opinion-map": "opinion_map"}


def main() -> None:
    """Run the command given on the command line; leaves with an exit code other than 0 when it failed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.settings")
    try:
        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:  # … | head
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    if code:
        sys.exit(code)


def run(arguments: list[str]) -> int:
    """The same for any arguments; the exit code. SystemExit when the command itself leaves."""
    problem = settings_problem()
    if problem:
        return _fail_early(arguments, problem)
    django.setup()
    speak_the_terminals_language()
    name = arguments[0] if arguments else "help"
    if name in ("help", "-h", "--help") and len(arguments) < 2:
        print(table())
        return 0
    if name in ("--version", "version"):
        print(f"madang {_version()}")
        return 0
    if name == "help":
        name, arguments = arguments[1], [*arguments[1:], "--help"]
    if name not in MODULES and name not in get_commands():
        print(unknown(name), file=sys.stderr)
        return 2
    return _run_known(name, [MODULES.get(name, name), *arguments[1:]])


def _run_known(name: str, arguments: list[str]) -> int:
    from django.db import Error as DatabaseError

    from madang.base.errors import Refused
    from madang.ops.events import refusal_text

    ours = get_commands()[arguments[0]] == "madang.ops" and name not in WITHOUT_DATABASE
    try:
        if ours and not {"-h", "--help"} & set(arguments):
            prepare_empty_database()
        ManagementUtility(["madang", *arguments]).execute()
    except Refused as refused:
        print(refusal_text(refused), file=sys.stderr)
        return 1
    except DatabaseError as error:
        print(explain_database(error), file=sys.stderr)
        return 1
    return 0


def settings_problem() -> str:
    """Why the settings cannot be read, as they say it themselves; empty when they can."""
    try:
        settings.INSTALLED_APPS  # noqa: B018 - reading one is reading all
    except Exception as error:
        return str(error) or type(error).__name__
    return ""


def _fail_early(arguments: list[str], problem: str) -> int:
    sentence = f"설정을 읽을 수 없어요 (settings can't be read): {problem}"
    if arguments[:1] == ["check"] and "--json" in arguments:
        print(
            json.dumps(
                {"ok": False, "findings": [{"level": "error", "code": "settings", "text": sentence, "advice": ""}]}
            )
        )
    else:
        print(sentence, file=sys.stderr)
    return 1


def speak_the_terminals_language() -> None:
    """English for a terminal that is set to another language than Korean; Korean else."""
    from django.utils import translation

    chosen = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    named = chosen.partition(".")[0].partition("_")[0].lower()
    translation.activate(settings.LANGUAGE_CODE if named in ("", "c", "posix", "ko") else "en")


def prepare_empty_database() -> None:
    """Make the tables when there are none at all, and say so."""
    from django.db import connection
    from django.utils.translation import gettext as _

    if not connection.introspection.table_names():
        print(_("데이터베이스가 비어 있어 표를 만들어요."), file=sys.stderr, flush=True)
        call_command("migrate", verbosity=0, interactive=False)


def explain_database(error: Exception) -> str:
    """What is the matter with the database, and what to do."""
    from django.db import InterfaceError, OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor
    from django.utils.translation import gettext as _

    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return _("데이터베이스가 이 판보다 오래되었어요. ‘madang migrate’를 먼저 해 주세요.")
    except Exception:
        return _("데이터베이스에 닿지 않아요. DATABASE_URL과 서버를 살펴봐 주세요: %(detail)s") % {"detail": error}
    if isinstance(error, (OperationalError, InterfaceError)):
        return _("데이터베이스가 지금 답하지 않아요. 잠시 뒤에 다시 해 주세요: %(detail)s") % {"detail": error}
    raise error


def table() -> str:
    """Our commands with one line each, then the names of Django's."""
    from django.utils.translation import gettext as _

    known = get_commands()
    spoken = {module: name for name, module in MODULES.items()}
    ours = {spoken.get(name, name) for name, app in known.items() if app == "madang.ops"}
    lines = {name: _(text) for name, text in COMMANDS.items() if name in ours}
    for name in sorted(ours - set(lines)):
        lines[name] = str(load_command_class("madang.ops", name).help).split(". ")[0]
    width = max(map(len, lines), default=0) + 2
    return "\n".join(
        [
            _("쓰는 법: madang 명령 [--help]"),
            "",
            *(f"  {name:<{width}}{text}" for name, text in lines.items()),
            "",
            _("Django의 명령도 모두 쓸 수 있어요: %(names)s …")
            % {"names": ", ".join(name for name in ("migrate", "shell", "dbshell", "dumpdata") if name in known)},
            _("무엇을 정할 수 있는지는 docs/operating.md에 있어요."),
        ]
    )


def unknown(name: str) -> str:
    """That there is no such command, and which ones look like it."""
    from django.utils.translation import gettext as _

    near = difflib.get_close_matches(name, {*get_commands(), *MODULES} - {*MODULES.values()}, n=3)
    said = _("‘%(name)s’ 명령이 없어요.") % {"name": name}
    if near:
        said += " " + _("이것을 찾으셨나요? %(near)s") % {"near": ", ".join(near)}
    return said + "\n" + _("모든 명령은 ‘madang --help’로 볼 수 있어요.")


def _version() -> str:
    try:
        return version("madang")
    except PackageNotFoundError:  # run from a checkout
        return "0.1.0"
