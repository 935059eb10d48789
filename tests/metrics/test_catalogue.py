"""The list of metrics: one entry each, known units, both languages."""

import pytest

from toolkit.i18n import Locale
from toolkit.metrics import catalogue, reasons
from toolkit.metrics.catalogue import METRICS
from toolkit.metrics.changes import SIGNED, WILSON
from toolkit.metrics.measure import PEOPLE, REVENUE, SERVICE
from toolkit.metrics.review import ADDITIVE, GROWING, SESSION_METRICS

UNITS = {"users", "count", "share", "ratio", "money", "seconds", "hours", "score", "line"}


def test_each_metric_stands_once():
    assert len(catalogue._ALL) == len(METRICS)
    assert {metric.unit for metric in METRICS.values()} <= UNITS


def test_every_list_of_metrics_names_known_ones():
    for group in (PEOPLE, REVENUE, SERVICE, SESSION_METRICS, ADDITIVE, GROWING, SIGNED, WILSON):
        assert set(group) <= set(METRICS)
    assert not ADDITIVE & GROWING


def test_money_is_in_the_clients_currency():
    assert (catalogue.unit("gmv", "EUR"), catalogue.unit("d1_retention", "EUR")) == ("EUR", "share")


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda metric: metric.id)
def test_names_and_definitions_are_read_in_both_languages(metric):
    zh, en = Locale("zh"), Locale("en")
    assert zh.t(metric.name) != en.t(metric.name)
    assert zh.t(metric.definition).endswith("。") and en.t(metric.definition).endswith(".")


def test_reasons_are_words_a_client_can_read_each_its_own():
    plain = [v for k, v in vars(reasons).items() if k.isupper() and isinstance(v, str)]
    every = [*plain, *reasons.NO_TABLE.values(), *reasons.NO_EVENT.values()]
    assert len(set(every)) == len(every)
    assert all(Locale("zh").t(reason) != reason for reason in every)
