"""Score a Spark DataFrame of offers on all its executors. Needs the extra ``pm-or-po[spark]``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pm_or_po import classify_many
from pm_or_po.errors import ExtraError
from pm_or_po.extras import SPARK
from pm_or_po.scoring.storage import model_bytes, read_model
from pm_or_po.taxonomy import Lang

try:
    from pyspark.sql.types import DoubleType, LongType, StringType, StructField, StructType

    from pm_or_po.arrow import ColumnChoice, added_fields, layout_of, score_batches
except ImportError as error:
    raise ExtraError("module-needs-extra", module=__name__, extra=SPARK) from error

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["ColumnChoice", "score_frame"]


def score_frame(
    frame: DataFrame,
    *,
    choice: ColumnChoice | None = None,
    lang: Lang = "fr",
    model: str | os.PathLike[str] | None = None,
) -> DataFrame:
    """Return the frame with the columns that ``pm-or-po batch`` adds, but for ``id``; it works when asked for rows.

    Nothing is shuffled: a row stays in its partition, and rows of a partition that is lost with its executor are
    scored again on another one.

    Parameters
    ----------
    frame : pyspark.sql.DataFrame
        With one offer a row; pm-or-po must be installed where the executors run.
    choice : ColumnChoice, optional
        Which columns hold the text, the title and the id; else they are known by their names.
    lang : {"fr", "en"}
        Language of the column ``error``.
    model : str or path-like, optional
        Another model than the shipped one, on the driver's disk. It is broadcast: sent to an executor once.

    Raises
    ------
    InputError
        If no column is known to hold the text, a chosen one is not there, or two have the same name; or ``lang`` is
        neither language.
    ModelError
        If the model cannot be read.

    Notes
    -----
    ``duplicate_of`` stays empty: a partition does not know the others.
    """
    layout = layout_of(frame.columns, choice)
    sent: Any = None
    loaded = None
    if model is not None:
        content = model_bytes(Path(model))
        loaded = read_model(content, Path(model))
        sent = frame.sparkSession.sparkContext.broadcast(content)
    classify_many([], lang=lang, model=loaded)  # refuses here what every executor would
    kinds = {"string": StringType(), "double": DoubleType(), "int64": LongType()}
    added = [StructField(field.name, kinds[str(field.type)]) for field in added_fields(frame.columns)]

    def score(batches: Iterable[Any]) -> Iterator[Any]:
        return score_batches(batches, layout, lang=lang, model=None if sent is None else sent.value)

    return frame.mapInArrow(score, StructType([*frame.schema.fields, *added]))
