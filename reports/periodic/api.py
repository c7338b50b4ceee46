"""Periodic reports for programs."""

from litestar.types import ControllerRouterHandler

periodic_api: list[ControllerRouterHandler] = []
