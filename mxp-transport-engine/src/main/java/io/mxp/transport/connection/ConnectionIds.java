/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import io.mxp.transport.packet.HeaderTlvs;

/**
 * The ids of a connection: by which peers address us, and by which we address the peer.
 */
public final class ConnectionIds {

	private static final byte[] NO_TOKEN = new byte[0];

	private final boolean client;

	private long original;

	/** Where the client's Initials go: its own choice, or that of a Retry. */
	private long initial;

	private final long local;

	private final int keyId;

	private int pattern;

	private int version = HeaderTlvs.VERSION_1;

	private byte[] token;

	private boolean addressValidated;

	private boolean retried;

	private boolean solved;

	private long solution;

	private long remote;

	private boolean remoteKnown;

	private ConnectionIds(boolean client, long original, long local, long remote, int keyId, int pattern,
			byte[] token) {
		this.client = client;
		this.original = original;
		this.initial = original;
		this.local = local;
		this.remote = remote;
		this.keyId = keyId;
		this.pattern = pattern;
		this.token = token;
		this.addressValidated = client;
	}

	/**
	 * Ids of a connection that we make.
	 * @param original the random id that the first Initial is sent to
	 * @param local by which the server addresses us
	 * @param keyId names the server's static key
	 * @param pattern of {@link io.mxp.transport.packet.HeaderTlvs}
	 * @param token that the server gave at an earlier visit, or empty
	 */
	public static ConnectionIds client(long original, long local, int keyId, int pattern, byte[] token) {
		return new ConnectionIds(true, original, local, original, keyId, pattern, token);
	}

	/**
	 * Ids of a connection that a peer makes.
	 * @param original the random id of the client's first Initial
	 * @param local by which the client addresses us from now on
	 * @param remote by which the client wants to be addressed
	 */
	public static ConnectionIds server(long original, long local, long remote) {
		return new ConnectionIds(false, original, local, remote, 0, 0, NO_TOKEN);
	}

	/**
	 * The same where a token shows that the client is where it says.
	 * @param initial the id that its Initials are sent to
	 */
	public ConnectionIds validated(long initial) {
		this.initial = initial;
		this.addressValidated = true;
		return this;
	}

	public boolean isClient() {
		return this.client;
	}

	/**
	 * The id that the client's very first Initial was sent to.
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
	public int keyId() {
		return this.keyId;
	}

	/** The pattern in a client's Initials. */
	public int pattern() {
		return this.pattern;
	}

	/** The client learns the server's own id from its first Initial. */
	void remote(long id) {
		this.remote = id;
		this.remoteKnown = true;
	}

	/** Whether the client has heard the server's own id. */
	boolean isRemoteKnown() {
		return this.remoteKnown;
	}

	/** The client begins anew, as if it had never begun. */
	void onFallBack(long newOriginal, int newPattern) {
		this.original = newOriginal;
		this.initial = newOriginal;
		this.remote = newOriginal;
		this.remoteKnown = false;
		this.retried = false;
		this.token = NO_TOKEN;
		this.pattern = newPattern;
	}

	/** The client follows a Retry. */
	void onRetry(long retryId, byte[] retryToken) {
		this.initial = retryId;
		this.remote = retryId;
		this.token = retryToken;
		this.retried = true;
	}

	/** The client goes on with another pattern, or another version. */
	void onRestarted(int newPattern, int newVersion) {
		this.pattern = newPattern;
		this.version = newVersion;
	}

	/** The client has solved the puzzle of the Retry that it follows. */
	void onSolved(long number) {
		this.solution = number;
		this.solved = true;
	}

	/** Whether a client's Initials carry a solution. */
	boolean hasSolution() {
		return this.solved;
	}

	long solution() {
		return this.solution;
	}

	/** The version in a client's Initials. */
	public int version() {
		return this.version;
	}

	/** The same in another version than the first. */
	public ConnectionIds version(int inUse) {
		this.version = inUse;
		return this;
	}

	/** Whether the client has followed a Retry. */
	boolean isRetried() {
		return this.retried;
	}

	/** What a client's Initials carry as address token; empty for nothing. */
	byte[] token() {
		return this.token;
	}

	/** The id that the client's Initials are sent to until it learns the server's own. */
	public long initial() {
		return this.initial;
	}

	/** Whether the peer's address is known to be its own before it is heard. */
	public boolean isAddressValidated() {
		return this.addressValidated;
	}

}
