"""HiGHS, the solver of the linear and the integer programmes, as we want it: silent, exact and the same every time."""

from __future__ import annotations

from collections.abc import Sequence

import highspy
import numpy as np

INFINITE = highspy.kHighsInf
_ENDS = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible)


class Quiet(highspy.Highs):
    """HiGHS that says nothing (its banner would stand in our output), does not work in parallel and uses always the same random numbers."""

    def __init__(self, *, tolerance: float | None = None) -> None:
        super().__init__()
        self.setOptionValue("parallel", "off")  # not "threads": that is one number for the whole process
        self.setOptionValue("random_seed", 0)
        if tolerance:
            self.setOptionValue("primal_feasibility_tolerance", tolerance)
            self.setOptionValue("dual_feasibility_tolerance", tolerance)

    def enableCallbacks(self) -> None:
        """The banner comes with the first call after construction, and this is it."""
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()

    def row(self, lower: float, upper: float, places: Sequence[int], factors: np.ndarray) -> None:
        """lower ≤ Σ factor · variable ≤ upper."""
        self.addRow(lower, upper, len(places), np.array(places, dtype=np.int32), factors)

    def whole(self, count: int) -> None:
        """The first ``count`` variables are whole numbers."""
        kinds = np.array([highspy.HighsVarType.kInteger] * count)
        self.changeColsIntegrality(count, np.arange(count, dtype=np.int32), kinds)
        self.setOptionValue("mip_rel_gap", 0.0)
        self.setOptionValue("mip_abs_gap", 1e-10)

    def solved(self) -> bool:
        """Solve; False when there is no solution. ArithmeticError when the solver gives up, twice."""
        self.run()
        if self.getModelStatus() not in _ENDS:  # numbers got stuck on the way from the last solution: from scratch
            self.clearSolver()
            self.run()
        status = self.getModelStatus()
        if status not in _ENDS:
            raise ArithmeticError(f"the solver stopped: {status}")
        return status == highspy.HighsModelStatus.kOptimal

    def upwards(self, up: bool = True) -> None:
        """Whether the best solution is the largest or the smallest."""
        self.changeObjectiveSense(highspy.ObjSense.kMaximize if up else highspy.ObjSense.kMinimize)

    def values(self) -> np.ndarray:
        """What the variables are in the last solution."""
        return np.array(self.getSolution().col_value)

    def prices(self) -> np.ndarray:
        """What each row costs in the last solution, without sign."""
        return np.abs(np.array(self.getSolution().row_dual))
