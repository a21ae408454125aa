"""What the tests of model files share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pm_or_po.errors import ModelError
from pm_or_po.scoring.storage import load_model_file

Check = Callable[[ModelError], bool]


def refused(path: Path, is_one_sentence: Check) -> str:
    with pytest.raises(ModelError) as caught:
        load_model_file(path)
    assert is_one_sentence(caught.value)
    return str(caught.value)
