/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How busy the whole machine is, from {@code /proc/stat}: shows whether something else
 * ran during a measurement.
 */
final class MachineLoad {

	private static final Path STATISTICS = Path.of("/proc/stat");

	/** The kernel counts in these for every program, whatever its own clock. */
	private static final double TICKS_PER_SECOND = 100;

	/** Columns: user, nice, system, idle, iowait, irq, softirq, steal. */
	private static final int COLUMNS = 8;

	private static final int IDLE = 3;

	private static final int IO_WAIT = 4;

	private MachineLoad() {
	}

	/** CPU seconds of all cores since the machine started; NaN where nobody says. */
	static double busySeconds() {
		try {
			String[] words = Files.readString(STATISTICS).lines().findFirst().orElse("").split("\\s+");
			double ticks = 0;
			for (int column = 0; column < COLUMNS && column + 1 < words.length; column++) {
				ticks += (column == IDLE || column == IO_WAIT) ? 0 : Long.parseLong(words[column + 1]);
			}
			return ticks / TICKS_PER_SECOND;
		}
		catch (IOException | NumberFormatException ex) {
			return Double.NaN;
		}
	}

}
