"""The recipe of what ships, as data: the steps in order, with their settings, what they read and what they write.

`reproduce.py` runs it. In arguments, `{data}` is the folder of training data, `{runs}` that of all steps, `{out}` the
step's own, `{root}` where Debian's packages are, `{prose}` the file of translated documentation.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import manifest

E5 = ("--encoder", "{runs}/e5")
DATA = ("--data", "{data}")
PROSE = ("--prose", "{prose}")


@dataclass(frozen=True)
class Step:
    """A step of the recipe.

    Args:
        name: Its name, and that of its folder.
        script: The script in `training/` that does it.
        arguments: The command line.
        after: The steps whose results it reads.
        makes: The files in its folder that later steps read.
        reads: The uses of the manifest's data files that it reads.
        debian: The Debian packages that it reads, by the beginnings of their names.
    """

    name: str
    script: str
    arguments: tuple[str, ...]
    after: tuple[str, ...] = ()
    makes: tuple[str, ...] = ("checkpoint.pt",)
    reads: tuple[str, ...] = ()
    debian: tuple[str, ...] = ()


def scorer(name: str, *arguments: str, start: str = "", prose: bool = False) -> Step:
    """A run of `train.py`, perhaps from the weights of another."""
    after = ("e5", *((start,) if start else ()), *(("prose",) if prose else ()))
    begin = ("--start", f"{{runs}}/{start}/checkpoint.pt") if start else ()
    settings = (*DATA, *E5, "--out", "{out}", *begin, *(PROSE if prose else ()), *arguments)
    return Step(name, "train.py", settings, after, reads=("train", "develop"))


def critic(name: str, start: str, *arguments: str, prose: bool = False) -> Step:
    """A run of `critic.py` from the weights of another run."""
    after = ("e5", start, *(("prose",) if prose else ()))
    begin = ("--start", f"{{runs}}/{start}/checkpoint.pt", "--root", "{root}")
    settings = (*DATA, *E5, "--out", "{out}", *begin, *(PROSE if prose else ()), *arguments)
    return Step(name, "critic.py", settings, after, reads=("train", "develop"), debian=("wordnet",))


def joint(name: str, *arguments: str, scorer: str = "", start: str = "", twins: bool = False) -> Step:
    """A run of `joint_train.py`, from the weights of a scorer or of another run."""
    after = ("e5", scorer or start, *(("planted",) if twins else ()))
    begin = ("--scorer" if scorer else "--start", f"{{runs}}/{scorer or start}/checkpoint.pt")
    planted = ("--twins", "{runs}/planted/planted.jsonl.gz") if twins else ()
    settings = (*DATA, *E5, "--out", "{out}", *begin, *planted, *arguments)
    return Step(name, "joint_train.py", settings, after, reads=("train", "judgements", "develop"))


def mean(name: str, *arguments: str, **shares: float) -> Step:
    """The mean of runs; a `-` in a run's name is a `_` here."""
    runs = {run.replace("_", "-"): share for run, share in shares.items()}
    given = tuple(f"{{runs}}/{run}={share}" for run, share in runs.items())
    after = (*(("e5",) if arguments == E5 else ()), *runs)
    return Step(name, "average.py", ("--out", "{out}/checkpoint.pt", *arguments, *given), after)


STEPS = (
    Step("e5", "extract.py", ("{out}",), makes=("config.json", "model.safetensors", "tokenizer.json")),
    Step(
        "prose",
        "prose.py",
        ("--root", "{root}", "--out", "{out}"),
        makes=("prose.jsonl.gz",),
        debian=("libreoffice", "gnome", "debian-handbook"),
    ),
    scorer("scorer-base", "--steps", "1650", "--lr", "2e-4"),
    scorer("scorer-fourth", "--steps", "1000", "--lr", "1.5e-4", start="scorer-base"),
    scorer(
        "scorer-sixth",
        *("--steps", "400", "--lr", "1e-4", "--early", "0", "--clean", ".25"),
        start="scorer-fourth",
        prose=True,
    ),
    mean("scorer", scorer_fourth=0.5, scorer_sixth=0.5),
    Step(
        "planted",
        "planted_sets.py",
        (
            *(*DATA, *PROSE, "--root", "{root}", "--out", "{out}/planted.jsonl.gz"),
            *("--count", "60000", "--seed", "1"),
        ),
        ("prose",),
        ("planted.jsonl.gz",),
        ("train", "judgements", "develop"),
        ("wordnet",),
    ),
    joint(
        "joint-2",
        *("--steps", "850", "--lr", "8e-5", "--likeness", "chrf"),
        *("--shares", "crowd=.3,news=.35,bio=.2,edited=.15", "--develop", "300", "--every", "50"),
        scorer="scorer",
    ),
    joint(
        "joint-3",
        *("--steps", "580", "--lr", "1e-4", "--longest", "160", "--pairs", "4", "--worse", ".1", "--seed", "3"),
        *("--shares", "crowd=.4,news=.25,bio=.2,edited=.15", "--develop", "600", "--every", "50"),
        start="joint-2",
        twins=True,
    ),
    mean("joint", *E5, scorer=0.34, joint_2=0.33, joint_3=0.33),
    Step(
        "blend",
        "blend.py",
        (*DATA, *E5, "--run", "{runs}/joint", "--out", "{out}/blend.json"),
        ("e5", "joint"),
        ("blend.json",),
        ("develop",),
    ),
    critic("critic-first", "scorer-fourth", "--steps", "900", "--lr", "2e-4", "--planted", "first"),
    critic("critic-second", "critic-first", "--further", "--steps", "1100", "--lr", "1.5e-4", "--planted", "second"),
    critic("critic-third", "critic-second", "--further", "--steps", "220", "--lr", "1e-4", "--planted", "all"),
    mean("critic-mean", critic_first=0.25, critic_second=0.5, critic_third=0.25),
    critic(
        "critic-fourth",
        "critic-mean",
        *("--further", "--steps", "1000", "--lr", "1.5e-4", "--planted", "all"),
        prose=True,
    ),
    mean("critic", critic_mean=0.3, critic_fourth=0.7),
    Step(
        "export",
        "export.py",
        (
            *DATA,
            *E5,
            *("--checkpoint", "{runs}/joint/checkpoint.pt", "--critic", "{runs}/critic/checkpoint.pt"),
            *("--blend", "{runs}/blend/blend.json", "--out", "{out}"),
        ),
        ("e5", "joint", "blend", "critic"),
        (
            *("encoder.json", "tokenizer.model", "nibbles.npy", "scales.npy", "layers.npz"),
            *("lower.onnx", "upper.onnx", "scorer.onnx", "critic.onnx"),
            *("lower.npz", "upper.npz", "scorer.npz", "critic.npz"),
        ),
        ("train", "vocabulary"),
    ),
    Step(
        "consensus",
        "consensus.py",
        (*DATA, "--files", "{runs}/export", "--out", "{out}/encoder.json"),
        ("export",),
        ("encoder.json",),
        ("train",),
    ),
    Step(
        "figures",
        "measure.py",
        (*DATA, *PROSE, "--files", "{runs}/export", "--out", "{out}/figures.json"),
        ("prose", "export"),
        ("figures.json",),
        ("develop",),
    ),
)

FEW = ("--steps", "2", "--items", "16", "--threads", "1")
"""What `--quick` sets in place of a training run's own values: the last value of an option counts."""


def quick(steps: tuple[Step, ...] = STEPS) -> tuple[Step, ...]:
    """The same steps on a few rows, which another step draws after `prose`, each training with two updates."""
    few = Step(
        "few",
        "few.py",
        ("--data", "{all}", "--prose", "{runs}/prose/prose.jsonl.gz", "--out", "{out}"),
        ("prose",),
        ("prose.jsonl.gz", *dict.fromkeys(name for use in manifest.USES for name in manifest.files(use))),
        manifest.USES,
    )
    made = []
    for step in steps:
        settings = (*step.arguments, *FEW) if "--steps" in step.arguments else step.arguments
        after = (*step.after, "few") if step.reads else step.after
        made.append(dataclasses.replace(step, arguments=settings, after=after))
        if step.name == "prose":
            made.append(few)
    return tuple(made)
