"""Frequent words of some languages, which tell that a text has words of another language in it."""

from __future__ import annotations

FUNCTION = {
    lang: frozenset(text.split())
    for lang, text in {
        "en": "the and that which with from this these those they their would should could because there where "
        "when what said says were your our every without between against however nevertheless although "
        "therefore meanwhile towards despite during until whose whom into itself himself herself "
        "themselves",
        "de": "und nicht auch wird wurde wurden aber oder sich auf für einen einem einer dass ist sind nach vor "
        "nur schon sehr über durch zwischen ohne gegen keine dennoch bisher mehrere vom seiner dieses "
        "muss",
        "fr": "avec sont cette leurs également toujours être était chez très aussi puis selon depuis donc où "
        "aux ont mieux déjà",
        "es": "pero muy también cuando donde aunque siempre fue según",
        "it": "che gli degli della delle nella sono anche più questo questa ogni perché dopo essere però",
        "pt": "não uma são também ainda isso você muito após",
        "nl": "het een niet zijn voor ook maar naar wordt werd omdat tussen zonder hebben heeft",
    }.items()
}
"""For these lemma data are least reliable; left out is what another language of the table has, too."""

COMMON = {
    lang: frozenset(text.split())
    for lang, text in {
        "en": "of is are was has have had been being will can not but or if by at as for on it its he she his "
        "her we us you all more most other such than then them only very just about after before over "
        "under both through while since still even never always often same second three six eight nine",
        "de": "nun der als wie bei mit von zum zur das dem des ein eine waren haben hatte wir ihr ihre seine "
        "ich es daher falls sowohl allerdings diesem dieser diese sowie bereits jedoch während damit dann "
        "doch noch mehr viele alle alles kann können konnte müssen soll sollte wollen werden worden "
        "gewesen hier heute gestern immer wieder etwa unter aus bis seit wegen gegenüber laut dabei "
        "darauf davon dazu ob weil wenn denn drei vier fünf sechs sieben acht neun zehn zwei ersten "
        "zweiten letzten anderen ihn ihm uns unser unsere sein selbst jeder jede jedes beispielsweise "
        "insbesondere unterdessen zudem außerdem trotzdem dadurch deshalb",
        "fr": "que qui dans sur une leur ses elles elle lui ne pas plus moins bien comme mais ou car encore "
        "jamais ainsi alors après avant contre entre sous vers tous toute toutes autre autres même mêmes "
        "quand dont cela ce ces cet celle celui ceux fait faire peut peuvent doit étaient avait avaient "
        "avoir sera seront deux trois quatre cinq sept huit neuf dix je tu notre votre respectivement "
        "actuellement notamment cependant néanmoins afin lorsque puisque quelques plusieurs chaque "
        "beaucoup peu trop ici",
        "es": "que para por una los las sus su les como más sobre entre hasta desde hacia durante porque ya "
        "esta este estos estas esto ese esa eso esos esas han había habían ser estar eran está están "
        "fueron todo toda todos todas otro otra otros otras mismo misma cada dos tres cuatro cinco seis "
        "siete ocho nueve diez tan tanto así aún además mientras bajo contra nos nosotros ellos ellas "
        "puede pueden debe hace respectivamente actualmente sólo después antes nunca",
        "it": "di per una del dei nel erano ha hanno non come se queste questi quello quella tutto tutti tutte "
        "altro altri altre stesso stessa tre quattro cinque sette otto nove dieci primo prima senza tra "
        "sul sulla dal dalla cui quando ancora già mai sempre molto poco stato stata può possono deve suo "
        "sua suoi sue loro noi voi lui lei",
        "pt": "que para por com uma do da dos das seu sua mais como mas sem sobre entre até desde este esta "
        "isto esse essa ele ela eles elas foi era eram ser estar está estão tem têm havia todo toda todos "
        "todas outro outra outros outras mesmo dois três quatro cinco sete oito nove dez quando onde "
        "porque já sempre nunca",
        "nl": "de het dat die van met op aan is was zijn haar hun bij uit over om als dan nog wel al meer door "
        "tot deze dit wat hoe alle andere twee drie vier vijf zes zeven acht negen tien wanneer waar",
    }.items()
}
"""Frequent words that other languages may have as well, or names: their lemma data and the words around decide."""
