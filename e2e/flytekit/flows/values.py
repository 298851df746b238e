"""Every kind of value that is not a file, through two containers and back."""

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, Optional, Union

from flytekit import task, workflow
from pydantic import BaseModel


class Color(enum.Enum):
    RED = "red"
    BLUE = "blue"


@dataclass
class Corner:
    x: int
    tags: list[str]


@dataclass
class Shape:
    name: str
    area: float
    corner: Corner


class Order(BaseModel):
    number: int
    lines: dict[str, float]
    color: Color = Color.RED


Sizes = NamedTuple("Sizes", total=int, mean=float)
Changed = NamedTuple(
    "Changed",
    words=list[str],
    table=dict[str, list[int]],
    shape=Shape,
    order=Order,
    color=Color,
    either=Union[int, str],
    maybe=Optional[int],
    when=datetime,
    length=timedelta,
)


@task
def change(
    words: list[str],
    table: dict[str, list[int]],
    shape: Shape,
    order: Order,
    color: Color,
    either: Union[int, str],
    maybe: Optional[int],
    when: datetime,
    length: timedelta,
) -> Changed:
    return Changed(
        words=[word.upper() for word in words],
        table={key: sorted(numbers) for key, numbers in table.items()},
        shape=Shape(name=shape.name + "!", area=shape.area * 2, corner=Corner(x=shape.corner.x + 1, tags=["a", "b"])),
        order=Order(number=order.number + 1, lines={**order.lines, "tea": 2.5}, color=Color.BLUE),
        color=Color.BLUE if color is Color.RED else Color.RED,
        either=f"was {type(either).__name__}" if isinstance(either, int) else len(either),
        maybe=None if maybe is not None else 7,
        when=when + timedelta(days=1),
        length=length * 2,
    )


@task
def measure(numbers: list[int], factor: float, more: int) -> Sizes:
    total = sum(numbers) + more
    return Sizes(total=total, mean=factor * total / len(numbers))


@task
def describe(word: str, corner: int, tag: str, order: int) -> str:
    return f"{word} {corner} {tag} {order}"


Values = NamedTuple("Values", changed_words=list[str], shape=Shape, order=Order, color=Color, either=Union[int, str],
                    maybe=Optional[int], when=datetime, length=timedelta, total=int, mean=float, text=str)


@workflow
def values(
    words: list[str],
    table: dict[str, list[int]],
    shape: Shape,
    order: Order,
    when: datetime,
    length: timedelta,
    maybe: Optional[int] = None,
    either: Union[int, str] = 3,
    color: Color = Color.RED,
) -> Values:
    out = change(
        words=words, table=table, shape=shape, order=order, color=color, either=either, maybe=maybe, when=when, length=length
    )
    sizes = measure(numbers=out.table["a"], factor=1.5, more=out.table["b"][0])
    text = describe(word=out.words[1], corner=out.shape.corner.x, tag=out.shape.corner.tags[1], order=out.order.number)
    return Values(out.words, out.shape, out.order, out.color, out.either, out.maybe, out.when, out.length,
                  sizes.total, sizes.mean, text)
