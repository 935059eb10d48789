"""What the treated units would have done: a weighted mean of untreated ones that moved as they did before the start.

Each series is read as its distance from its own mean before the start (Ferman and Pinto 2021), so units of any size can
serve; the weights are positive and add to one (Abadie, Diamond and Hainmueller 2010), so nothing is extrapolated.
"""

import numpy as np

_FIRM = 1e3  # how much heavier than the data the row weighs that makes the weights add to one


def weights(treated: np.ndarray, controls: np.ndarray) -> np.ndarray:
    """Share of each control in the mean that comes closest to the treated series.

    Parameters
    ----------
    treated : one value a date, less its mean
    controls : one row a date, one column a control, each less its mean

    Returns
    -------
    one number 0..1 a control, together 1

    Examples
    --------
    >>> up, down = np.array([-1.0, 0.0, 1.0]), np.array([1.0, 0.0, -1.0])
    >>> weights(0.5 * up, np.column_stack([up, down])).round(2).tolist()
    [0.75, 0.25]
    """
    from scipy.optimize import nnls  # here: it takes a while to import, and few reports compare with controls

    size = max(np.abs(controls).max(initial=0.0), np.abs(treated).max(initial=0.0)) or 1.0
    firm = _FIRM * np.sqrt(len(treated))
    rows = np.vstack([controls / size, np.full(controls.shape[1], firm)])
    found, _ = nnls(rows, np.append(treated / size, firm))
    return found / found.sum()


def gaps(treated: np.ndarray, controls: np.ndarray, before: int, is_weighted: bool) -> tuple[np.ndarray, np.ndarray]:
    """What lies between the treated series and its counterfactual on each date, and the share of each control.

    Parameters
    ----------
    treated : mean of the treated units, one value a date
    controls : one row a date, one column a control
    before : dates before the start, which come first
    is_weighted : with weights that fit the time before; else all controls count alike (difference in differences)
    """
    own, others = treated - treated[:before].mean(), controls - controls[:before].mean(axis=0)
    alike = np.full(controls.shape[1], 1 / controls.shape[1])
    share = weights(own[:before], others[:before]) if is_weighted else alike
    return own - others @ share, share
