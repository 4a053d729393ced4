"""What search refuses; searching itself never raises."""


class IndexBusy(Exception):
    """Another process is writing the index and did not finish in time; trying again later is right."""
