from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from mtqe.encoder import Pair, reader, weight_files
from mtqe.encoder import network as encoder_model
from mtqe.encoder.network import Model
from mtqe.encoder.windows import LONGEST

TRIPLES = [
    (
        "The ferry to the island was cancelled because of the storm.",
        "Die Fähre zur Insel fiel wegen des Sturms aus.",
        "由于暴风雨，去岛上的渡轮被取消了。",
        "Паром на остров отменили из-за шторма.",
    ),
    (
        "She planted forty apple trees behind the school.",
        "Sie pflanzte hinter der Schule vierzig Apfelbäume.",
        "她在学校后面种了四十棵苹果树。",
        "Она посадила за школой сорок яблонь.",
    ),
    (
        "The central bank left interest rates unchanged.",
        "Die Zentralbank ließ die Leitzinsen unverändert.",
        "中央银行维持利率不变。",
        "Центральный банк оставил процентную ставку без изменений.",
    ),
    (
        "My grandfather repaired watches for half a century.",
        "Mein Großvater reparierte ein halbes Jahrhundert lang Uhren.",
        "我的祖父修了半个世纪的手表。",
        "Мой дедушка полвека ремонтировал часы.",
    ),
    (
        "The goalkeeper was injured in the first half.",
        "Der Torwart verletzte sich in der ersten Halbzeit.",
        "守门员在上半场受伤了。",
        "Вратарь получил травму в первом тайме.",
    ),
    (
        "Please restart the computer after the update.",
        "Bitte starten Sie den Computer nach der Aktualisierung neu.",
        "更新后请重新启动电脑。",
        "Перезагрузите компьютер после обновления.",
    ),
    (
        "The soup needs more salt and a little lemon.",
        "Die Suppe braucht mehr Salz und ein wenig Zitrone.",
        "这汤需要多加点盐和一点柠檬。",
        "В суп нужно добавить соли и немного лимона.",
    ),
    (
        "Scientists discovered a new species of frog in Peru.",
        "Forscher entdeckten in Peru eine neue Froschart.",
        "科学家在秘鲁发现了一种新的青蛙。",
        "Учёные обнаружили в Перу новый вид лягушек.",
    ),
    (
        "The museum is closed on Mondays.",
        "Das Museum ist montags geschlossen.",
        "博物馆星期一闭馆。",
        "По понедельникам музей закрыт.",
    ),
    (
        "Rents in the capital have doubled within ten years.",
        "Die Mieten in der Hauptstadt haben sich in zehn Jahren verdoppelt.",
        "首都的房租十年内翻了一番。",
        "Арендная плата в столице за десять лет удвоилась.",
    ),
    (
        "The court acquitted the former minister.",
        "Das Gericht sprach den früheren Minister frei.",
        "法院宣判前部长无罪。",
        "Суд оправдал бывшего министра.",
    ),
    (
        "Our train was two hours late again.",
        "Unser Zug hatte wieder zwei Stunden Verspätung.",
        "我们的火车又晚点了两个小时。",
        "Наш поезд снова опоздал на два часа.",
    ),
]


def test_a_translation_is_the_nearest_neighbour(model: Model) -> None:
    sides = [model.embed(side) for side in zip(*TRIPLES, strict=True)]
    english = sides[0]
    for other in sides[1:]:
        near = english @ other.T
        assert near.argmax(0).tolist() == near.argmax(1).tolist() == list(range(len(TRIPLES)))


def test_embeddings_have_unit_length_and_follow_the_order(model: Model) -> None:
    texts = [english for english, *_ in TRIPLES[:4]]
    found = model.embed([*texts, texts[0], "", "x"])
    assert (found.dtype, found.shape) == (np.float32, (7, 384))
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(found[4], found[0])
    np.testing.assert_array_equal(model.embed(texts[::-1]), found[3::-1])
    assert model.embed([]).shape == (0, 384)


def test_a_long_text_has_the_mean_of_its_windows(model: Model) -> None:
    about, other = TRIPLES[3][0], TRIPLES[4][0]
    found = model.embed([" ".join([about] * 70), about, other])
    assert len(model.tokens([" ".join([about] * 70)])[0].ids) > 500
    assert np.linalg.norm(found[0]) == pytest.approx(1, abs=1e-5)
    assert found[0] @ found[1] > found[0] @ found[2] + 0.05


def test_tokens_come_in_order_with_their_states(model: Model) -> None:
    first, second, again, none = model.tokens(["Guten Morgen!", "x", "Guten Morgen!", ""])
    assert ["Guten Morgen!"[start:end] for start, end in first.offsets] == ["Gut", "en", "Morgen", "!"]
    assert first.states.shape == (6, 384)
    assert first.states.dtype == np.float16
    assert isinstance(first.ids[0], int)
    assert again is first
    assert len(second.ids) == 1
    assert (none.ids, none.offsets.shape, none.states.shape) == ((), (0, 2), (2, 384))


def test_states_do_not_depend_on_the_company(model: Model) -> None:
    texts = [german for _, german, *_ in TRIPLES]
    together = model.tokens(texts)
    for k in (0, 5):
        np.testing.assert_array_equal(model.tokens([texts[k]])[0].states, together[k].states)


def test_what_was_read_lately_is_not_read_again(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["Das Café am Ufer öffnet um neun.", "The café on the bank opens at nine."]
    before = model.tokens(texts)
    calls: list[int] = []
    forward = model._reader.forward
    monkeypatch.setattr(
        model._reader, "forward", lambda encoded, rows: calls.append(len(rows)) or forward(encoded, rows)
    )
    again = model.tokens([*texts, "Neu."])
    assert calls == [1]
    assert all(np.array_equal(one.states, other.states) for one, other in zip(before, again, strict=False))
    monkeypatch.setattr(reader, "REMEMBERED_STATES", 12)
    model.tokens(["Kurz."])
    model.tokens(texts)
    assert calls[-1] == 2, "what does not fit is forgotten"


def test_a_vector_comes_from_the_states_that_were_read_and_is_remembered(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["Der Leuchtturm steht seit dem Frühling leer.", "The lighthouse has been empty since spring, they say."]
    alone = model.embed(texts)
    model._vectors.clear()
    model.tokens(texts)
    read: list[int] = []
    monkeypatch.setattr(model._reader, "forward", lambda encoded, rows: iter([read.append(len(rows))][:0]))
    found = model.embed(texts)
    np.testing.assert_array_equal(found, alone)
    assert not any(read), "the lower half has no more to do"
    monkeypatch.setattr(model, "_summed", None)
    np.testing.assert_array_equal(model.embed(texts[::-1]), found[::-1])


def test_a_long_text_has_one_vector_whether_it_was_read_before_or_not(model: Model) -> None:
    long = " ".join(english for english, *_ in TRIPLES * 6)
    model._vectors.clear()
    (alone,) = model.embed([long])
    model._vectors.clear()
    (tokens,) = model.tokens([long])
    assert len(tokens.ids) > LONGEST
    np.testing.assert_array_equal(model.embed([long])[0], alone)


def test_texts_that_were_read_and_new_and_long_ones_keep_their_places(model: Model) -> None:
    long = " ".join(german for _, german, *_ in TRIPLES * 6)
    texts = ["Der Hahn kräht um vier.", long, "Im Stall schläft ein Esel.", "Die Katze hat den Käse gestohlen."]
    alone = np.concatenate([model.embed([text]) for text in texts])
    states = [model.tokens([text])[0].states for text in texts]
    for memory in (model._vectors, model._reader._known, model._reader._exact):
        memory.clear()
    model.tokens(texts[3:])
    np.testing.assert_array_equal(model.embed(texts), alone)
    model._reader._known.clear()
    for one, other in zip(model.tokens(texts), states, strict=True):
        np.testing.assert_array_equal(one.states, other)


def test_every_text_is_read_behind_the_prefix(model: Model) -> None:
    text = "Der Fluss führt Hochwasser."
    (tokens,) = model.tokens([text])
    states = model._reader.exact([text])[text]
    prefix = len(model.settings["prefix_ids"])
    assert len(states) == 1 + prefix + len(tokens.ids) + 1
    np.testing.assert_array_equal(np.delete(states, range(1, 1 + prefix), 0).astype(np.float16), tokens.states)


def test_so_many_vectors_are_remembered(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder_model, "REMEMBERED_VECTORS", 2)
    model.embed(["Eins.", "Zwei zwei.", "Drei drei drei."])
    assert list(model._vectors) == ["Zwei zwei.", "Drei drei drei."]


def test_exact_states_are_forgotten_sooner_and_read_again(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["Der Bach fror im Januar zu.", "The brook froze over in January."]
    alone = model.embed(texts)
    model._vectors.clear()
    monkeypatch.setattr(reader, "EXACT_STATES", 1)
    model.tokens([*texts, "Eis."])
    assert model._reader.exact(texts) == {}
    np.testing.assert_array_equal(model.embed(texts), alone)


def test_without_a_reference_the_upper_half_is_not_loaded() -> None:
    fresh = Model(weight_files.FOLDER, weight_files.declared(weight_files.FOLDER), 1)
    one = Pair("The ferry leaves at dawn.", "Die Fähre fährt im Morgengrauen ab.", None, "en", "de")
    fresh.judge([one])
    assert "_upper" not in vars(fresh)
    fresh.judge([dataclasses.replace(one, reference="Im Morgengrauen fährt die Fähre ab.")])
    assert "_upper" in vars(fresh)
