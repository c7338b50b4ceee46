"""The figures, by their names for Prometheus. Few labels with few values: a route is a template, never an address.

With PROMETHEUS_MULTIPROC_DIR in the environment the serving processes keep them in files that the parent adds up.
"""

from prometheus_client import Counter, Gauge, Histogram

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

REQUESTS = Counter("register_requests", "Requests answered.", ["method", "route", "status"])
DURATION = Histogram("register_request_seconds", "Seconds from a request to its answer.", ["route"], buckets=_SECONDS)
RUNNING = Gauge("register_requests_running", "Requests that run now.", multiprocess_mode="livesum")
POOL_USED = Gauge("register_pool_used", "Connections to the database in use.", multiprocess_mode="livesum")
POOL_SIZE = Gauge("register_pool_size", "Connections that may be opened.", multiprocess_mode="livesum")
ROUNDS = Counter("register_rounds", "Rounds of background work.", ["work", "outcome"])
LAST_ROUND = Gauge(
    "register_last_round_timestamp_seconds", "When a round last succeeded.", ["work"], multiprocess_mode="mostrecent"
)
MAIL_WAITING = Gauge("register_mail_waiting", "Letters not sent yet, up to 10,000.", multiprocess_mode="mostrecent")
MAIL_AGE = Gauge("register_mail_oldest_seconds", "Age of the oldest letter not sent.", multiprocess_mode="mostrecent")
MAIL_GIVEN_UP = Gauge("register_mail_given_up", "Letters given up, up to 10,000.", multiprocess_mode="mostrecent")
UNSEALED = Gauge("register_unsealed", "Entries without a seal, up to 10,000.", multiprocess_mode="mostrecent")
UNSEALED_AGE = Gauge("register_unsealed_seconds", "Age of the oldest entry unsealed.", multiprocess_mode="mostrecent")
LAST_SEAL = Gauge("register_last_seal_timestamp_seconds", "When the last seal was.", multiprocess_mode="mostrecent")
CASES = Gauge("register_cases_open", "Open cases by status, up to 1,000.", ["status"], multiprocess_mode="mostrecent")
