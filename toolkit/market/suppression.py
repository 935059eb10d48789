"""What may be shown of a table of people: no cell of fewer than `least`, and none that the rest gives away.

A cell is given away when it follows from the totals and the cells shown. So small values are put together into one that
is large enough, and of a table with totals both ways further cells are hidden until no hidden one is the only possible.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

OTHER = "(other)"  # the value that stands for all those put together
MOST = 12  # as many rows as a figure names


def pooled(counts: pd.DataFrame, least: int, most: int = MOST) -> pd.DataFrame:
    """The table with its small rows put together into one named `OTHER`, so that all of it may be shown.

    Parameters
    ----------
    counts : one row per value, one column per part of the people; each column's total is shown, too
    least : fewest people in a cell
    most : rows at most; those beyond it, the smallest, are put together as well

    Returns
    -------
    Rows from large to small, `OTHER` last. Every cell holds at least `least` people, or nobody in all rows; `OTHER` is
    made of two rows at least. Empty when nothing is left to tell apart.

    Examples
    --------
    >>> pooled(pd.DataFrame({"users": {"Shanghai": 40, "Jiangsu": 9, "Anhui": 2}}), least=5)["users"].to_dict()
    {'Shanghai': 40, '(other)': 11}
    """
    order = counts.sum(axis=1).sort_values(kind="stable").index
    counts = counts.loc[order]
    parts = counts.loc[:, counts.sum() > 0]
    is_small = (parts < least).any(axis=1) | (counts.index == OTHER)
    pool, rest = list(counts.index[is_small]), list(counts.index[~is_small])
    while rest and (len(rest) + bool(pool) > most or (pool and _is_thin(parts.loc[pool], least))):
        pool.append(rest.pop(0))
    if not rest:
        return counts.iloc[:0]
    shown = counts.loc[rest[::-1]]
    if pool:
        shown = pd.concat([shown, counts.loc[pool].sum().to_frame(OTHER).T])
    return shown


def _is_thin(pool: pd.DataFrame, least: int) -> bool:
    return len(pool) < 2 or bool((pool.sum() < least).any())


def hidden(counts: np.ndarray, least: int) -> np.ndarray:
    """Which cells of a table with totals of its rows and columns must not be shown.

    Parameters
    ----------
    counts : people, rows x columns, all totals at least `least`

    Returns
    -------
    bool, rows x columns. What is hidden in a row or column holds at least `least` people together, and no hidden cell
    has only one value that the totals, the shown cells and the fact that nobody counts less than 0 allow.

    Examples
    --------
    >>> hidden(np.array([[9, 2], [20, 30]]), least=5).tolist()
    [[True, True], [True, True]]
    """
    mask = counts < least
    while (lines := next(_exposed(counts, mask, least), None)) is not None:
        near = lines & ~mask
        if not near.any():
            near = ~mask
        if not near.any():
            return mask
        smallest = np.where(near, counts, counts.max() + 1).argmin()
        mask.flat[smallest] = True
    return mask


def hidden_columns(counts: np.ndarray, least: int) -> np.ndarray:
    """Which columns of a table with totals of its rows must not be shown, where a column is shown whole or not at all.

    Returns
    -------
    bool, one per column; those hidden are two at least and hold `least` people in each row together, or are all
    """
    mask = (counts < least).any(axis=0)
    while mask.any() and not mask.all() and (mask.sum() < 2 or (counts[:, mask].sum(axis=1) < least).any()):
        mask[np.where(mask, counts.sum() + 1, counts.sum(axis=0)).argmin()] = True
    return mask


def told(counts: np.ndarray, least: int) -> bool:
    """Whether number, mean and spread of scores give away how many people gave one that fewer than `least` gave.

    Other counts have the same three when they differ by one, minus three, three, minus one people at four scores in a
    row, or by sums of such; one less than none is impossible.

    Parameters
    ----------
    counts : people by score, without a gap between the scores

    Examples
    --------
    >>> told(np.array([0, 0, 0, 39, 1]), least=5), told(np.array([3, 8, 20, 40, 30]), least=5)
    (True, False)
    """
    steps = [np.pad((1, -3, 3, -1), (shift, len(counts) - 4 - shift)) for shift in range(len(counts) - 3)]
    pairs = [(i, j) for i in range(len(steps)) for j in range(i, min(i + 4, len(steps)))]  # others do not touch
    moves = steps + [steps[i] + sign * steps[j] for i, j in pairs for sign in (1, -1)]
    free = np.zeros(len(counts), bool)
    for move in moves:
        for change in (move, -move):
            if (counts + change >= 0).all():
                free |= change != 0
    return bool(((counts < least) & ~free).any())


def _exposed(counts: np.ndarray, mask: np.ndarray, least: int) -> Iterator[np.ndarray]:
    """Lines of the table in which one more cell must be hidden, for each thing that is given away."""
    for row in np.flatnonzero(mask.any(axis=1)):
        if counts[row, mask[row]].sum() < least:
            yield _lines(mask, row, None)
    for column in np.flatnonzero(mask.any(axis=0)):
        if counts[mask[:, column], column].sum() < least:
            yield _lines(mask, None, column)
    for row, column in np.argwhere(mask):
        if not any(_can_move(counts, mask, row, column, is_up) for is_up in (True, False)):
            crossings = np.outer(mask.any(axis=1), mask.any(axis=0)) & ~mask  # there it closes a chain with few cells
            yield crossings if crossings.any() else _lines(mask, row, column)


def _lines(mask: np.ndarray, row: int | None, column: int | None) -> np.ndarray:
    lines = np.zeros_like(mask)
    if row is not None:
        lines[row] = True
    if column is not None:
        lines[:, column] = True
    return lines


def _can_move(counts: np.ndarray, mask: np.ndarray, row: int, column: int, is_up: bool) -> bool:
    """Whether a hidden cell could be one more (or less) while others make up for it and none falls below zero.

    A step along the row goes the other way than the cell, one along a column the same way again; a chain of steps that
    comes back to the cell's column changes no total.
    """
    can_fall = mask & (counts > 0)
    along_row, along_column = (can_fall, mask) if is_up else (mask, can_fall)
    if not is_up and not can_fall[row, column]:
        return False
    along_row, along_column = along_row.copy(), along_column.copy()
    along_row[row, column] = along_column[row, column] = False
    rows = np.zeros(len(counts), bool)
    rows[row] = True
    while True:
        columns = along_row[rows].any(axis=0)
        if columns[column]:
            return True
        reached = rows | along_column[:, columns].any(axis=1)
        if (reached == rows).all():
            return False
        rows = reached
