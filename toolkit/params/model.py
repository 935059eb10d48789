"""What every group of keys of a client file is."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A group of keys that knows all its keys and does not change."""

    model_config = ConfigDict(frozen=True, extra="forbid")
