"""The network of sarcos with forty regressions, for schemes whose cost grows with the number of tasks."""

import sarcos

sarcos.TASKS = 40

ROWS, BATCH, TASKS, WIDTHS = sarcos.ROWS, sarcos.BATCH, sarcos.TASKS, sarcos.WIDTHS
data, pytorch, jax = sarcos.data, sarcos.pytorch, sarcos.jax
