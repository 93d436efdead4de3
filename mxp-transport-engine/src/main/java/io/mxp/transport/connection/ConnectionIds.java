/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

/**
 * The ids of a connection: by which peers address us, and by which we address the peer.
 */
public final class ConnectionIds {

	private final boolean client;

	private final long original;

	private final long local;

	private final int keyId;

	private final int pattern;

	private long remote;

	private ConnectionIds(boolean client, long original, long local, long remote, int keyId, int pattern) {
		this.client = client;
		this.original = original;
		this.local = local;
		this.remote = remote;
		this.keyId = keyId;
		this.pattern = pattern;
	}

	/**
	 * Ids of a connection that we make.
	 * @param original the random id that the first Initial is sent to
	 * @param local by which the server addresses us
	 * @param keyId names the server's static key
	 * @param pattern of {@link io.mxp.transport.packet.HeaderTlvs}
	 */
	public static ConnectionIds client(long original, long local, int keyId, int pattern) {
		return new ConnectionIds(true, original, local, original, keyId, pattern);
	}

	/**
	 * Ids of a connection that a peer makes.
	 * @param original the random id of the client's first Initial
	 * @param local by which the client addresses us from now on
	 * @param remote by which the client wants to be addressed
	 */
	public static ConnectionIds server(long original, long local, long remote) {
		return new ConnectionIds(false, original, local, remote, 0, 0);
	}

	public boolean isClient() {
		return this.client;
	}

	/**
	 * The id that the client's first Initial was sent to: what the Initial keys are made
	 * from.
	 */
	public long original() {
		return this.original;
	}

	/** The id in packets to us. */
	public long local() {
		return this.local;
	}

	/** The id in packets to the peer. */
	public long remote() {
		return this.remote;
	}

	/** What a client's Initials name the server's key by. */
	int keyId() {
		return this.keyId;
	}

	/** The pattern in a client's Initials. */
	int pattern() {
		return this.pattern;
	}

	/** The client learns the server's own id from its first Initial. */
	void remote(long id) {
		this.remote = id;
	}

	/** All ids under which datagrams may reach this connection. */
	public long[] own() {
		return this.client ? new long[] { this.local } : new long[] { this.local, this.original };
	}

}
