/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import org.jspecify.annotations.Nullable;

/**
 * Where handlers run: each priority band has its own threads.
 */
public class HandlerProperties {

	private final Band critical = new Band();

	private final Band control = new Band();

	private final Band streaming = new Band();

	private final Band background = new Band();

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

	/**
	 * One priority band.
	 */
	public static class Band {

		/**
		 * Handlers of the band that run at once. By default 16, with virtual threads 256.
		 */
		private @Nullable Integer concurrency;

		/**
		 * Messages that wait for a free handler. A call beyond it is answered with
		 * OVERLOADED, another message is dropped and counted.
		 */
		private int queue = 1024;

		public @Nullable Integer getConcurrency() {
			return this.concurrency;
		}

		public void setConcurrency(@Nullable Integer concurrency) {
			this.concurrency = concurrency;
		}

		public int getQueue() {
			return this.queue;
		}

		public void setQueue(int queue) {
			this.queue = queue;
		}

	}

}
