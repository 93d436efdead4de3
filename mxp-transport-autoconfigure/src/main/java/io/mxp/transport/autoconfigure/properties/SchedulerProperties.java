/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import org.springframework.util.unit.DataSize;

/**
 * How a connection shares its capacity among the priority bands.
 */
public class SchedulerProperties {

	private final Band critical = new Band();

	private final Band control = new Band();

	private final Band streaming = new Band();

	private final Band background = new Band();

	/**
	 * Bytes of one band that are sent and not yet acknowledged, above which sending is
	 * refused.
	 */
	private DataSize queue = DataSize.ofMegabytes(4);

	public SchedulerProperties() {
		this.critical.setWeight(8);
		this.control.setWeight(4);
		this.streaming.setWeight(2);
	}

	public Band getCritical() {
		return this.critical;
	}

	public Band getControl() {
		return this.control;
	}

	public Band getStreaming() {
		return this.streaming;
	}

	public Band getBackground() {
		return this.background;
	}

	public DataSize getQueue() {
		return this.queue;
	}

	public void setQueue(DataSize queue) {
		this.queue = queue;
	}

	/**
	 * One priority band.
	 */
	public static class Band {

		/**
		 * Share of the band beside the weights of the others, 1 to 1000.
		 */
		private int weight = 1;

		public int getWeight() {
			return this.weight;
		}

		public void setWeight(int weight) {
			this.weight = weight;
		}

	}

}
