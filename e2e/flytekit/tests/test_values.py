from datetime import datetime, timedelta, timezone

import pytest
from flows.values import Color, Corner, Order, Shape, Values


LAUNCHES = {
    "values": (
        "flows.values.values",
        {
            "words": ["one", "two"],
            "table": {"a": [3, 1, 2], "b": [10]},
            "shape": Shape("square", 1.5, Corner(4, ["c"])),
            "order": Order(number=1, lines={"milk": 1.25}),
            "when": datetime(2024, 2, 28, 12, 30, 15, 250000, tzinfo=timezone.utc),
            "length": timedelta(hours=1, milliseconds=5),
        },
    )
}


@pytest.fixture
def outputs(ended):
    return ended("values").outputs


def test_collections(outputs):
    assert outputs.get("changed_words", list[str]) == ["ONE", "TWO"]


def test_dataclass(outputs):
    assert outputs.get("shape", Shape) == Shape("square!", 3.0, Corner(5, ["a", "b"]))


def test_pydantic(outputs):
    assert outputs.get("order", Order) == Order(number=2, lines={"milk": 1.25, "tea": 2.5}, color=Color.BLUE)


def test_enum(outputs):
    assert outputs.get("color", Color) is Color.BLUE


def test_union_and_optional(outputs):
    assert outputs.get("either", Values.__annotations__["either"]) == "was int"
    assert outputs.get("maybe", Values.__annotations__["maybe"]) == 7


def test_datetime_and_duration(outputs):
    assert outputs.get("when", datetime) == datetime(2024, 2, 29, 12, 30, 15, 250000, tzinfo=timezone.utc)
    assert outputs.get("length", timedelta) == timedelta(hours=2, milliseconds=10)


def test_named_outputs_and_parts_of_values(outputs):
    """Promises into a list, a map, a dataclass and a pydantic model."""
    assert outputs.get("total", int) == 16
    assert outputs.get("mean", float) == 8.0
    assert outputs.get("text", str) == "TWO 5 b 2"
