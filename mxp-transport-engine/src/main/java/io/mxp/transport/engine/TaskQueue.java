/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tasks of any threads for one. When that one has ended, whoever brings a task runs it
 * himself, one at a time all the same: nothing that somebody waits for is forgotten.
 */
final class TaskQueue {

	private static final Logger logger = LoggerFactory.getLogger(TaskQueue.class);

	private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final AtomicInteger late = new AtomicInteger();

	private volatile boolean abandoned;

	/** Any thread. Never refused: each task belongs to something that is bounded. */
	void add(Runnable task) {
		this.tasks.add(task);
		if (this.abandoned) {
			runLate();
		}
	}

	@Nullable Runnable poll() {
		return this.tasks.poll();
	}

	boolean isEmpty() {
		return this.tasks.isEmpty();
	}

	/** The last act of the thread that took the tasks so far. */
	void abandon() {
		this.abandoned = true;
		runLate();
	}

	/** Without a lock, because a task may lead to the queue of another thread. */
	private void runLate() {
		if (this.late.getAndIncrement() != 0) {
			return; // who is at it takes this one, too
		}
		int seen = 1;
		do {
			for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
				run(task);
			}
			seen = this.late.addAndGet(-seen);
		}
		while (seen != 0);
	}

	private static void run(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException | Error ex) {
			logger.error("A task failed after the end of its thread", ex);
		}
	}

}
