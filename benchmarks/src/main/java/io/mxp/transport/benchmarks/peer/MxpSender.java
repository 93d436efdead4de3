/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks.peer;

import java.net.InetAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.mxp.transport.ConnectRequest;
import io.mxp.transport.ConnectionStatistics;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.MxpAddress;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.benchmarks.BenchOptions;

/**
 * The connecting side.
 */
abstract class MxpSender extends MxpPeer {

	static final long TIMEOUT_SECONDS = 30;

	final BenchOptions options;

	final MxpConnection connection;

	MxpSender(BenchOptions options, int port, FlowConfig flow)
			throws InterruptedException, ExecutionException, TimeoutException {
		super(options, false, flow, (message) -> {
		});
		this.options = options;
		MxpAddress address = new MxpAddress(InetAddress.getLoopbackAddress().getHostAddress(), port);
		this.connection = this.transport.connect(ConnectRequest.to(address).withServerKey(peerKey()))
			.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
	}

	@Override
	Values mark() {
		Values mark = super.mark();
		try {
			ConnectionStatistics figures = this.connection.statistics().get(1, TimeUnit.SECONDS);
			return mark.with("rttMicros", figures.smoothedRttNanos() / 1_000)
				.with("windowBytes", figures.congestionWindowBytes())
				.with("inFlightBytes", figures.bytesInFlight());
		}
		catch (ExecutionException | TimeoutException ex) {
			return mark.with("statistics", "none");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return mark;
		}
	}

	@Override
	public Values opened() {
		return super.opened().with("cipher", this.connection.cipherSuite().aeadName());
	}

}
