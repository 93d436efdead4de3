/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks.peer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import io.mxp.transport.FlowConfig;
import io.mxp.transport.benchmarks.BenchOptions;

/**
 * Sends one-way messages as fast as they are accepted.
 */
final class MxpTransferSender extends MxpSender {

	private static final VarHandle SENT;

	static {
		try {
			SENT = MethodHandles.lookup().findVarHandle(MxpTransferSender.class, "sent", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Thread thread = new Thread(this::run, "bench-sender");

	private volatile boolean running = true;

	private long sent;

	MxpTransferSender(BenchOptions options, int port)
			throws InterruptedException, ExecutionException, TimeoutException {
		super(options, port, FlowConfig.defaults());
		this.thread.setDaemon(true);
	}

	@Override
	public Values on(String command) throws Exception {
		switch (command) {
			case "start" -> this.thread.start();
			case "stop" -> {
				this.running = false;
				this.thread.join();
			}
			default -> {
				return super.on(command);
			}
		}
		return mark();
	}

	@Override
	Values mark() {
		return super.mark().with("sent", (long) SENT.getOpaque(this));
	}

	private void run() {
		byte[] payload = new byte[this.options.sizeBytes()];
		while (this.running) {
			if (this.connection.send(this.options.type(), 0, payload, 0, payload.length)) {
				SENT.setOpaque(this, this.sent + 1);
			}
			else {
				Thread.yield(); // the loop shares this core
			}
		}
	}

}
