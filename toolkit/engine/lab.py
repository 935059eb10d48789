"""JupyterLab with kernels that start warm, as an extension of its server.

Asked for by `jupyter lab --ServerApp.jpserver_extensions=toolkit.engine.lab=True`, which `make lab` does.
The template warms up with the server, so that it is ready before the first notebook is opened; until then kernels start
the ordinary way. It ends with the server.
"""

from typing import Any

from jupyter_client.provisioning import KernelProvisionerFactory

from toolkit.engine import template


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    """Called by the server when it starts."""
    KernelProvisionerFactory.instance(parent=server).default_provisioner_name = template.PROVISIONER
    template.ensure()
