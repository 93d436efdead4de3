/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The receiving end of an MXP stream: counts, digests, and keeps the first bytes. */
public final class IncomingStream {

	private static final int KEPT_BYTES = 4_096;

	private final long streamId;

	private final MessageDigest digest = Trace.sha256();

	private final ByteArrayOutputStream head = new ByteArrayOutputStream();

	private long bytes;

	private String request = "";

	private boolean finished;

	private boolean reset;

	IncomingStream(long streamId) {
		this.streamId = streamId;
	}

	void onOpen(String request) {
		this.request = request;
	}

	void onChunk(byte[] data) {
		this.bytes += data.length;
		this.digest.update(data);
		this.head.write(data, 0, Math.min(data.length, KEPT_BYTES - this.head.size()));
	}

	void onFinished() {
		this.finished = true;
	}

	void onReset() {
		this.reset = true;
	}

	public long streamId() {
		return this.streamId;
	}

	/** What the StreamOpen message said; empty for an answering direction. */
	public String request() {
		return this.request;
	}

	/** Bytes of data received. */
	public long bytes() {
		return this.bytes;
	}

	public boolean isFinished() {
		return this.finished;
	}

	public boolean isReset() {
		return this.reset;
	}

	/** The first bytes, at most 4,096. */
	public byte[] head() {
		return this.head.toByteArray();
	}

	/** SHA-256 of all data so far. */
	public String digest() {
		try {
			return HexFormat.of().formatHex(((MessageDigest) this.digest.clone()).digest());
		}
		catch (CloneNotSupportedException ex) {
			throw new IllegalStateException("SHA-256 of the JDK can be cloned", ex);
		}
	}

}
