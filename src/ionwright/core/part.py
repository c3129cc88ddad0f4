"""What every input file is made of: frozen parts that refuse unknown keys."""

from __future__ import annotations

from typing import Any

from pydantic import (
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    model_validator,
)
from pydantic_core import CoreSchema, core_schema


class Part(BaseModel):
    """A frozen part of an input file; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _left_out(cls, raw: Any) -> Any:
        """Take None, which a change writes to drop an input, as left to its default."""
        return {k: v for k, v in raw.items() if v is not None} if isinstance(raw, dict) else raw


class OneOrMore:
    """Annotation: one table stands for a list of one, so that a single part needs no index."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Widen a table into a list, then validate."""
        return core_schema.no_info_before_validator_function(
            lambda raw: [raw] if isinstance(raw, dict) else raw, handler(source)
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe both written forms."""
        several = handler(schema)
        return {"anyOf": [several["items"], several]}
