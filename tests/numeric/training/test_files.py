"""CSV and memory-mapped files: read in pieces, same weights, faults named by line and column."""

import numpy as np
import pytest
from click.testing import CliRunner

from derive.domains import LABELS, REALS
from derive.errors import GradproofError
from numeric.training import mapped, tables, train
from numeric.training.tables import read_table
from reports.commands.train import command
from training.problems import overlapping

X, Y = overlapping(300, 3)


def write(path, X, labels, header="a,b,c,label", delimiter=","):
    lines = [
        delimiter.join([*(repr(float(value)) for value in row), str(label)])
        for row, label in zip(X, labels, strict=True)
    ]
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def data(tmp_path):
    return write(tmp_path / "data.csv", X, Y.astype(int))


@pytest.mark.parametrize(("delimiter", "header"), [(",", "a,b,c,d"), (";", "a;b;c;d"), ("\t", "a\tb\tc\td")])
def test_delimiters_and_names(tmp_path, delimiter, header):
    table = read_table(write(tmp_path / "d.csv", X, Y.astype(int), header, delimiter), None, LABELS)
    assert table.names == ("a", "b", "c")
    assert np.array_equal(table.X, X)
    assert np.array_equal(table.y, Y)


@pytest.mark.parametrize("chunk", [200, 5000, 1 << 23])
@pytest.mark.parametrize("memory", [0, 4000, 1 << 27])
def test_pieces_and_spooling_change_nothing(data, monkeypatch, chunk, memory):
    monkeypatch.setattr(tables, "CHUNK_BYTES", chunk)
    monkeypatch.setattr(tables, "IN_MEMORY_BYTES", memory)
    table = read_table(data, "b", REALS)
    assert table.target == "b"
    assert np.array_equal(table.X, np.c_[X[:, [0, 2]], Y])
    assert np.array_equal(table.y, X[:, 1])


def test_labels_take_a_byte_and_features_stay_in_the_file(data, monkeypatch):
    monkeypatch.setattr(tables, "IN_MEMORY_BYTES", 0)
    table = read_table(data, None, LABELS)
    assert table.y.dtype == np.int8
    assert isinstance(table.X, np.memmap)
    assert table.X.flags.c_contiguous


def test_no_header_blank_lines_quotes_and_a_mark_of_order(tmp_path):
    path = tmp_path / "d.csv"
    path.write_text('\ufeff"1.5",2,0\n\n"2.5",3,1\n', encoding="utf-8")
    table = read_table(path, None, LABELS)
    assert table.names == ("column 1", "column 2")
    assert table.X.tolist() == [[1.5, 2], [2.5, 3]]


@pytest.mark.parametrize(
    ("labels", "classes"),
    [(("no", "yes"), ("no", "yes")), (("1", "2"), ("1", "2")), (("-1", "1"), ("-1", "1"))],
)
def test_two_labels_of_any_kind(tmp_path, labels, classes):
    named = [labels[int(value)] for value in Y]
    table = read_table(write(tmp_path / "d.csv", X, named), None, LABELS)
    assert table.classes == classes
    assert np.array_equal(table.y, Y)


FAULTS = [
    ("1,,3,1", "line 302, column 'b': the value is missing"),
    ("1,NA,3,1", "line 302, column 'b': the value is missing"),
    ("1,2,3,", "line 302, column 'label': the value is missing"),
    ("1,two,3,1", "line 302, column 'b': 'two' is not a number"),
    ("1,2,3", "line 302: 3 fields, not 4"),
    ("1,2,3,4,5", "line 302: 5 fields, not 4"),
    ("1,2,inf,0", "line 302, column 'c': inf is not finite"),
    ("1,2,3,7", "line 302, column 'label': 7 is a third label"),
    ("1,2,3,yes", "line 302, column 'label': 'yes' is not a number"),
]


@pytest.mark.parametrize(("line", "words"), FAULTS, ids=[fault[0] for fault in FAULTS])
@pytest.mark.parametrize("chunk", [500, 1 << 23])
def test_faults_are_named_by_line_and_column(data, monkeypatch, line, words, chunk):
    monkeypatch.setattr(tables, "CHUNK_BYTES", chunk)
    with data.open("a") as file:
        file.write(line + "\n1,2,3,0\n")
    result = CliRunner().invoke(command, [str(data)])
    assert isinstance(result.exception, GradproofError)
    assert words in str(result.exception)
    assert str(data) in str(result.exception)


WHOLE = [
    ("", "is empty"),
    ("a,b,label\n", "no rows"),
    ("a\n1\n", "only one column"),
    ("a,label\n1,1\n2,1\n", "every label is 1; there is only one class"),
    ("a,label\n1,x\n2,x\n", "every label is x; there is only one class"),
    ("a,label\n1,x\n2,y\n3,z\n", "line 4, column 'label': 'z' is a third label"),
]


@pytest.mark.parametrize(("text", "words"), WHOLE, ids=[case[1] for case in WHOLE])
def test_files_that_cannot_be_fitted(tmp_path, text, words):
    path = tmp_path / "d.csv"
    path.write_text(text)
    with pytest.raises(GradproofError) as caught:
        read_table(path, None, LABELS)
    assert words in str(caught.value)


def test_missing_file_folder_and_binary(tmp_path):
    (tmp_path / "b.csv").write_bytes(b"\xff\xfe\x00\x01")
    np.save(tmp_path / "X.npy", np.ones(3))
    for path, words in (
        (tmp_path / "none.csv", "No such file"),
        (tmp_path, "directory"),
        (tmp_path / "b.csv", "UTF-8"),
        (tmp_path / "X.npy", r'np.load\("X.npy", mmap_mode="r"\)'),
    ):
        with pytest.raises(GradproofError, match=words):
            read_table(path, None, LABELS)


def test_unknown_target_is_suggested(data):
    with pytest.raises(GradproofError, match="did you mean label"):
        read_table(data, "lable", LABELS)


@pytest.mark.parametrize("method", ["auto", "newton"])
def test_command_prints_the_weights_of_train(data, method):
    result = CliRunner().invoke(command, [str(data), "--method", method], standalone_mode=False)
    fit = train(X, Y, intercept=True, method=method)
    assert result.return_value == 0
    for name, weight in [*zip("abc", fit.weights, strict=True), ("(intercept)", fit.intercept)]:
        line = next(line for line in result.output.splitlines() if line.startswith(name))
        assert float(line.split()[-1]) == pytest.approx(weight, rel=1e-9)
    assert "certified with balls" in result.output


def test_command_json_holds_everything(data):
    import json

    result = CliRunner().invoke(command, [str(data), "--format", "json", "--l2", "1"], standalone_mode=False)
    found = json.loads(result.output)
    assert found["converged"] is True
    assert found["certified_gradient_norm"] <= 1.01e-8 * found["start_norm"]


def test_command_says_what_is_separated(tmp_path):
    path = write(tmp_path / "d.csv", X, (X[:, 0] > 0).astype(int))
    result = CliRunner().invoke(command, [str(path)], standalone_mode=False)
    assert result.return_value == 1
    assert "NOT converged: the data are completely separated" in result.output


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("kind", [np.float64, np.float32, np.int16])
def test_memory_mapped_files(tmp_path, monkeypatch, order, kind):
    monkeypatch.setattr(mapped, "SLICE_BYTES", 20_000)
    monkeypatch.setattr(mapped, "SAMPLE_BYTES", 100_000)
    X, Y = overlapping(9000, 5)
    X = np.asarray(np.round(X * 8), order=order).astype(kind)
    np.save(tmp_path / "X.npy", X)
    opened = np.load(tmp_path / "X.npy", mmap_mode="r")
    assert mapped.mapped_file(opened) is not None
    fit, plain = train(opened, Y, intercept=True), train(X.astype(float), Y, intercept=True)
    assert fit.converged
    assert fit.weights == pytest.approx(plain.weights, rel=1e-5, abs=1e-7)


def test_copy_on_write_maps_are_not_dropped(tmp_path):
    np.save(tmp_path / "X.npy", X)
    changed = np.load(tmp_path / "X.npy", mmap_mode="c")
    changed[0, 0] += 5
    assert mapped.mapped_file(changed) is None
    assert mapped.mapped_file(np.zeros(3)) is None
    assert mapped.mapped_file(np.load(tmp_path / "X.npy", mmap_mode="r").T[1:]) is not None
