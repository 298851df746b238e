"""Tasks that are not Python functions: containers of any image, and shell scripts."""

from typing import NamedTuple

from flytekit import ContainerTask, kwtypes, task, workflow
from flytekit.extras.tasks.shell import OutputLocation, ShellTask
from flytekit.types.file import FlyteFile

add_up = ContainerTask(
    name="flows.others.add_up",
    image="busybox:1.36",
    input_data_dir="/var/inputs",
    output_data_dir="/var/outputs",
    inputs=kwtypes(a=int, b=int),
    outputs=kwtypes(total=int, text=str),
    command=[
        "sh",
        "-c",
        "echo $(({{.inputs.a}} + $(cat /var/inputs/b))) > /var/outputs/total && printf 'of {{.inputs.a}}' > /var/outputs/text",
    ],
)

count_words = ShellTask(
    name="flows.others.count_words",
    debug=True,
    script="""
set -e
wc -w < {inputs.source} > words.txt
echo "{inputs.label}" >> words.txt
""",
    inputs=kwtypes(source=FlyteFile, label=str),
    output_locs=[OutputLocation(var="counted", var_type=FlyteFile, location="words.txt")],
)


@task
def write(text: str, times: int) -> FlyteFile:
    with open("text.txt", "w") as file:
        file.write(" ".join([text] * times))
    return FlyteFile("text.txt")


@task
def read(source: FlyteFile) -> str:
    with open(source) as file:
        return file.read()


Others = NamedTuple("Others", total=int, text=str, counted=str)


@workflow
def others(a: int) -> Others:
    summed = add_up(a=a, b=2)
    counted = count_words(source=write(text=summed.text, times=summed.total), label="done")
    return Others(summed.total, summed.text, read(source=counted))
