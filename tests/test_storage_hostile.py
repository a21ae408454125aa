"""Model files made to harm: refused in one sentence, with nothing run, nothing filled and nothing broken."""

from __future__ import annotations

import builtins
import copyreg
import os
import pickle
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from model_files import Check, refused
from sklearn.linear_model import LogisticRegression

from pm_or_po.scoring.storage import FORMAT, FORMAT_VERSION

ROOT = Path(__file__).resolve().parents[1]


# --- Files that would run something ---------------------------------------------------------------------------

CANARY = "canary-was-here"


def command() -> str:
    return f"echo > {CANARY}"


class Reduced:
    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, (command(),)


class Evaluated:
    def __reduce__(self) -> tuple[Any, ...]:
        return builtins.eval, (f"open({CANARY!r}, 'w')",)


class Opened:
    def __reduce__(self) -> tuple[Any, ...]:
        return builtins.open, (CANARY, "w")


class Stateful:
    pass


def short(text: str) -> bytes:
    return b"\x8c" + bytes([len(text)]) + text.encode()


def text_opcode(text: str) -> bytes:
    return b"S" + repr(text).encode() + b"\n"


OPCODES = {
    "GLOBAL and REDUCE": b"cos\nsystem\n(" + text_opcode(command()) + b"tR.",
    "GLOBAL of posix": b"cposix\nsystem\n(" + text_opcode(command()) + b"tR.",
    "GLOBAL alone": b"cbuiltins\nprint\n.",
    "STACK_GLOBAL": b"\x80\x04" + short("os") + short("system") + b"\x93" + short(command()) + b"\x85R.",
    "STACK_GLOBAL with dots": b"\x80\x04" + short("pm_or_po.scoring.storage") + short("io.open") + b"\x93.",
    "STACK_GLOBAL of a name with a line break": b"\x80\x04"
    + short("os\nrm")
    + short("\x1b[31msystem")
    + b"\x93.",
    "STACK_GLOBAL of no text": b"\x80\x04]]\x93.",
    "INST": b"(" + text_opcode(command()) + b"ios\nsystem\n.",
    "OBJ": b"(cos\nsystem\n" + text_opcode(command()) + b"o.",
    "NEWOBJ": b"\x80\x02csubprocess\nPopen\n(" + text_opcode(command()) + b"t\x81.",
    "NEWOBJ_EX": b"\x80\x04"
    + short("subprocess")
    + short("Popen")
    + b"\x93"
    + short(command())
    + b"\x85}\x92.",
    "REDUCE of no function": b"]\x8c\x01x\x85R.",
    "PERSID": b"Pos.system\n.",
    "BINPERSID": short("os.system") + b"Q.",
    "BUILD on a dict": b"}}" + short("__setstate__") + b"Nsb.",
    "BUILD after GLOBAL": b"cpm_or_po\nOffer\n)\x81}" + short("x") + b"Nsb.",
    "EXT1 unknown": b"\x82\x01.",
    "NEXT_BUFFER": b"\x80\x05\x97.",
    "a list that holds itself": b"]q\x00h\x00a.",
    "no opcode": b"\xfe\xff.",
    "an empty stack": b".",
    "a memo that is not there": b"h\x05.",
    "a frame longer than the file": b"\x80\x04\x95" + struct.pack("<Q", 2**40) + b"N.",
    "bytes longer than any memory": b"\x8e" + struct.pack("<Q", 2**60) + b"x.",
    "a number of many digits": b"I" + b"9" * 10_000 + b"\n.",
    "a protocol of the future": b"\x80\x63N.",
}
OBJECTS = {
    "os.system reduced": Reduced(),
    "eval reduced": Evaluated(),
    "open reduced": Opened(),
    "a class": Stateful,
    "an instance with a state": Stateful(),
    "a function": os.path.join,
    "a function inside a good dict": {"format": FORMAT, "format_version": FORMAT_VERSION, "judge": print},
    "a numpy array": np.zeros(3),
    "a numpy number": np.float64(1.0),
    "a scikit-learn model": LogisticRegression(),
    "a date": __import__("datetime").date(2024, 1, 1),
    "a path": Path("/etc/passwd"),
}


@pytest.fixture
def in_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", OPCODES)
def test_crafted_opcodes_are_refused_and_run_nothing(
    name: str, in_empty_folder: Path, is_one_sentence: Check
) -> None:
    path = in_empty_folder / "evil.joblib"
    path.write_bytes(zlib.compress(OPCODES[name]))
    try:
        refused(path, is_one_sentence)
    finally:
        assert os.listdir() == ["evil.joblib"]


@pytest.mark.parametrize("name", OBJECTS)
@pytest.mark.parametrize("protocol", [0, 2, 4, 5])
def test_pickled_objects_are_refused_and_run_nothing(
    name: str, protocol: int, in_empty_folder: Path, is_one_sentence: Check
) -> None:
    path = in_empty_folder / "evil.joblib"
    path.write_bytes(zlib.compress(pickle.dumps(OBJECTS[name], protocol)))
    refused(path, is_one_sentence)
    assert os.listdir() == ["evil.joblib"]


def test_the_canary_does_sing_when_such_a_file_is_simply_unpickled(in_empty_folder: Path) -> None:
    pickle.loads(pickle.dumps(Reduced()))
    assert os.listdir() == [CANARY]


def test_a_registered_extension_is_no_way_round(in_empty_folder: Path, is_one_sentence: Check) -> None:
    copyreg.add_extension("posix", "system", 240)
    try:
        path = in_empty_folder / "evil.joblib"
        path.write_bytes(zlib.compress(b"\x82\xf0" + short(command()) + b"\x85R."))
        refused(path, is_one_sentence)
    finally:
        copyreg.remove_extension("posix", "system", 240)
    assert os.listdir() == ["evil.joblib"]


def test_what_would_run_is_named(in_empty_folder: Path, is_one_sentence: Check) -> None:
    path = in_empty_folder / "evil.joblib"
    path.write_bytes(zlib.compress(OPCODES["GLOBAL and REDUCE"]))
    assert "os.system" in refused(path, is_one_sentence)


# --- Files that would break or fill the machine -----------------------------------------------------------------


def load_elsewhere(path: Path) -> subprocess.CompletedProcess[str]:
    """Load a model in a process of its own, of 2 GB at most, that prints the refusal."""
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30)); from pathlib import Path\n"
        "from pm_or_po.scoring.storage import load_model_file\nfrom pm_or_po.errors import ModelError\n"
        "try: load_model_file(Path(sys.argv[1]))\nexcept ModelError as error: print(error)\n"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, timeout=120, env=env
    )


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    packer = zlib.compressobj(1)
    path = tmp_path / "bomb.joblib"
    zeros = bytes(2**24)
    path.write_bytes(b"".join([*(packer.compress(zeros) for _ in range(40)), packer.flush()]))
    assert path.stat().st_size < 4 * 2**20
    done = load_elsewhere(path)
    assert done.returncode == 0 and done.stdout.count("\n") == 1, done.stderr


@pytest.mark.parametrize("pickled", [b"Nr" + struct.pack("<I", 2**29) + b".", b"]p900000000\n."])
def test_a_place_in_the_memo_beyond_memory_is_refused(tmp_path: Path, pickled: bytes) -> None:
    path = tmp_path / "memo.joblib"
    path.write_bytes(zlib.compress(pickled))
    done = load_elsewhere(path)
    assert done.returncode == 0 and done.stdout.count("\n") == 1, done.stderr


def test_a_key_nested_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.joblib"
    path.write_bytes(zlib.compress(b"})" + b"\x85" * 1_000_000 + b"Ns."))
    done = load_elsewhere(path)
    assert done.returncode == 0 and done.stdout.count("\n") == 1, done.returncode


def test_a_version_nested_without_end_is_refused(tmp_path: Path, is_one_sentence: Check) -> None:
    nested = b"]" + b"]" * 100_000 + b"a" * 100_000
    path = tmp_path / "deep.joblib"
    path.write_bytes(
        zlib.compress(
            b"}" + short("format") + short(FORMAT) + b"s" + short("format_version") + nested + b"s."
        )
    )
    refused(path, is_one_sentence)
