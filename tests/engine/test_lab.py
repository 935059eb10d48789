"""JupyterLab's kernels start warm once its server has loaded the extension."""

import pytest
from jupyter_client.provisioning import KernelProvisionerFactory
from traitlets.config import Application

from toolkit.engine import lab, template, warm


@pytest.fixture
def factory(monkeypatch):
    factory = KernelProvisionerFactory.instance()
    monkeypatch.setattr(factory, "default_provisioner_name", "local-provisioner")
    return factory


def test_the_extension_warms_a_template_up_and_makes_warm_kernels_the_default(factory, monkeypatch):
    ensured = []
    monkeypatch.setattr(template, "ensure", lambda: ensured.append(True))
    (point,) = lab._jupyter_server_extension_points()
    assert point == {"module": "toolkit.engine.lab"}
    lab._load_jupyter_server_extension(Application())
    assert ensured == [True]
    assert factory.default_provisioner_name == "toolkit-warm"
    assert factory.provisioners["toolkit-warm"].load() is warm.WarmProvisioner


def test_while_an_own_template_warms_up_nobody_waits_for_it(monkeypatch):
    class Own:
        address, warmed = "toolkit-template-0", False

        def is_warm(self):
            return self.warmed

    monkeypatch.setattr(template, "_own", [Own()])
    monkeypatch.setenv(template.ADDRESS, Own.address)
    assert template.address() is None
    Own.warmed = True
    assert template.address() == Own.address
    monkeypatch.setenv(template.ADDRESS, "the run's")
    Own.warmed = False
    assert template.address() == "the run's"
