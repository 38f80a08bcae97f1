"""How our PostgreSQL is set. Given on its command line, so that no file in the data folder can quietly differ."""

from pathlib import Path

PORT = 5432  # only the name of a socket inside a private folder; nothing listens on the network

# No value of any statement may reach the server's log: its messages start at LOG (an ERROR quotes the bad value),
# details and contexts are off, and statements are neither logged nor kept in shared memory.
SILENT = {
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_autovacuum_min_duration": "-1",
    "log_lock_waits": "off",
    "log_checkpoints": "off",
    "log_temp_files": "-1",
    "log_line_prefix": "%m [%p] ",
    "log_timezone": "UTC",
    "track_activities": "off",
}
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
# A test's cluster may forget everything when the machine dies, never when a process does: commits stay synchronous.
THROWAWAY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "on"}
# One bureau on one small machine: about 150 MB in all.
SMALL = {
    "shared_buffers": "64MB",
    "max_connections": "60",
    "work_mem": "4MB",
    "maintenance_work_mem": "64MB",
    "temp_buffers": "2MB",
    "min_wal_size": "32MB",
    "max_wal_size": "256MB",
    "max_wal_senders": "0",
    "max_worker_processes": "2",
    "max_parallel_workers_per_gather": "0",
    "autovacuum_max_workers": "1",
    "autovacuum_worker_slots": "1",
    "io_method": "sync",
    "jit": "off",
    "huge_pages": "off",
}


def arguments(sockets: Path, *, throwaway: bool) -> list[str]:
    """The `-c name=value` arguments of the server."""
    settings = {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": str(sockets),
        "unix_socket_permissions": "0700",
        "password_encryption": "scram-sha-256",
        "timezone": "UTC",
        "restart_after_crash": "on",
        **SMALL,
        **SILENT,
        **(THROWAWAY if throwaway else DURABLE),
    }
    return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
