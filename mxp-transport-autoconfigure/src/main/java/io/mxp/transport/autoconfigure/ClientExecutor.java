/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where answers are given to futures and publishers. No {@code Executor} bean of its own,
 * which would keep Boot's task executor away.
 */
final class ClientExecutor implements AutoCloseable {

	private static final int LEAST_THREADS = 4;

	private static final long KEEP_ALIVE_SECONDS = 30;

	private final ThreadPoolExecutor executor;

	ClientExecutor(HandlerThreads threads) {
		int count = Math.max(LEAST_THREADS, 2 * Runtime.getRuntime().availableProcessors());
		this.executor = new ThreadPoolExecutor(count, count, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), threads.named("mxp-client-"));
		this.executor.allowCoreThreadTimeOut(true);
	}

	Executor executor() {
		return this.executor;
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
