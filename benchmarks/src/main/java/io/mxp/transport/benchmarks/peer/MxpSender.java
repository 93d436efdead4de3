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

	MxpSender(BenchOptions options, int port) throws InterruptedException, ExecutionException, TimeoutException {
		super(options, false, (message) -> {
		});
		this.options = options;
		MxpAddress address = new MxpAddress(InetAddress.getLoopbackAddress().getHostAddress(), port);
		this.connection = this.transport.connect(ConnectRequest.to(address).withServerKey(peerKey()))
			.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
	}

	@Override
	public Values opened() {
		return super.opened().with("cipher", this.connection.cipherSuite().aeadName());
	}

}
