/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import java.net.InetSocketAddress;

import io.mxp.transport.reliability.AmplificationLimit;

/**
 * The way to the peer: its address, what was validated of it, and how large its datagrams
 * may be.
 */
final class NetworkPath {

	private final InetSocketAddress remote;

	private final AmplificationLimit amplification;

	private int maxDatagramBytes;

	private long bytesSent;

	private long bytesReceived;

	NetworkPath(InetSocketAddress remote, boolean validated, int maxDatagramBytes) {
		this.remote = remote;
		this.amplification = new AmplificationLimit();
		this.maxDatagramBytes = maxDatagramBytes;
		if (validated) {
			this.amplification.onValidated();
		}
	}

	InetSocketAddress remote() {
		return this.remote;
	}

	/** Largest UDP payload that is sent on this path. */
	int maxDatagramBytes() {
		return this.maxDatagramBytes;
	}

	void maxDatagramBytes(int bytes) {
		this.maxDatagramBytes = bytes;
	}

	void onReceived(int bytes) {
		this.bytesReceived += bytes;
		this.amplification.onDatagramReceived(bytes);
	}

	void onSent(int bytes) {
		this.bytesSent += bytes;
		this.amplification.onDatagramSent(bytes);
	}

	void onValidated() {
		this.amplification.onValidated();
	}

	boolean isValidated() {
		return this.amplification.isValidated();
	}

	/** Bytes that may be sent now. */
	// SPEC reliability.md#amplification-limit
	long allowance() {
		return this.amplification.allowanceBytes();
	}

	long bytesSent() {
		return this.bytesSent;
	}

	long bytesReceived() {
		return this.bytesReceived;
	}

}
