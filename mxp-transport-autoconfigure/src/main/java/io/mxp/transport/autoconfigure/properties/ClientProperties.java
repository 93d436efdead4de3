/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Requests to peers.
 */
public class ClientProperties {

	/**
	 * How long an answer is waited for, connecting included.
	 */
	private Duration timeout = Duration.ofSeconds(10);

	/**
	 * How long a handshake may take. By default handshake.timeout.
	 */
	private @Nullable Duration connectTimeout;

	private final Reconnect reconnect = new Reconnect();

	private final Retry retry = new Retry();

	/**
	 * Peers by the names that requests call them.
	 */
	private final Map<String, Peer> peer = new LinkedHashMap<>();

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public @Nullable Duration getConnectTimeout() {
		return this.connectTimeout;
	}

	public void setConnectTimeout(@Nullable Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
	}

	public Reconnect getReconnect() {
		return this.reconnect;
	}

	public Retry getRetry() {
		return this.retry;
	}

	public Map<String, Peer> getPeer() {
		return this.peer;
	}

	/**
	 * Attempts to connect again.
	 */
	public static class Reconnect {

		/**
		 * Pause after the first failed attempt. It doubles with each further one.
		 */
		private Duration initialDelay = Duration.ofMillis(100);

		/**
		 * Longest pause between attempts.
		 */
		private Duration maxDelay = Duration.ofSeconds(30);

		public Duration getInitialDelay() {
			return this.initialDelay;
		}

		public void setInitialDelay(Duration initialDelay) {
			this.initialDelay = initialDelay;
		}

		public Duration getMaxDelay() {
			return this.maxDelay;
		}

		public void setMaxDelay(Duration maxDelay) {
			this.maxDelay = maxDelay;
		}

	}

	/**
	 * Further attempts of requests that are idempotent.
	 */
	public static class Retry {

		/**
		 * Whether calls, and events that wait for their handler, are sent again where
		 * they are idempotent and the failure may pass.
		 */
		private boolean enabled = false;

		/**
		 * How often a request is sent again at most. The request's timeout counts for all
		 * attempts together.
		 */
		private long maxRetries = 3;

		/**
		 * Pause before the second attempt.
		 */
		private Duration initialDelay = Duration.ofMillis(100);

		/**
		 * By how much each pause is longer than the one before.
		 */
		private double multiplier = 2.0;

		/**
		 * Longest pause.
		 */
		private Duration maxDelay = Duration.ofSeconds(2);

		/**
		 * How much a pause may be longer or shorter by chance, so that clients spread
		 * out.
		 */
		private Duration jitter = Duration.ofMillis(25);

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public long getMaxRetries() {
			return this.maxRetries;
		}

		public void setMaxRetries(long maxRetries) {
			this.maxRetries = maxRetries;
		}

		public Duration getInitialDelay() {
			return this.initialDelay;
		}

		public void setInitialDelay(Duration initialDelay) {
			this.initialDelay = initialDelay;
		}

		public double getMultiplier() {
			return this.multiplier;
		}

		public void setMultiplier(double multiplier) {
			this.multiplier = multiplier;
		}

		public Duration getMaxDelay() {
			return this.maxDelay;
		}

		public void setMaxDelay(Duration maxDelay) {
			this.maxDelay = maxDelay;
		}

		public Duration getJitter() {
			return this.jitter;
		}

		public void setJitter(Duration jitter) {
			this.jitter = jitter;
		}

	}

	/**
	 * One named peer.
	 */
	public static class Peer {

		/**
		 * Address of the peer, mxp://host:port or mxp://host:port/agent-id.
		 */
		private @Nullable String uri;

		/**
		 * Public key of the peer: 64 hex digits, base64, PEM text, or a location of one
		 * of these. It is trusted. Not needed with the development authority, or where
		 * trust knows the agent.
		 */
		private @Nullable String publicKey;

		/**
		 * Certificate of the peer (PEM): a location, or the PEM text itself. It makes the
		 * key known; trust has to come from its authority.
		 */
		private @Nullable String certificate;

		/**
		 * Whether to keep our own identity from this peer.
		 */
		private boolean anonymous = false;

		/**
		 * Whether every request to this peer is sealed: calls and events are, streams
		 * fail.
		 */
		private boolean encrypted = false;

		/**
		 * The agent behind this peer that sealed requests are for, where they name no
		 * target. By default the agent at the peer's address.
		 */
		private @Nullable UUID encryptFor;

		/**
		 * How long its answers are waited for. By default client.timeout.
		 */
		private @Nullable Duration timeout;

		/**
		 * Whether to connect at start-up and stay connected. Without it the application
		 * is out of service.
		 */
		private boolean required = false;

		public @Nullable String getUri() {
			return this.uri;
		}

		public void setUri(@Nullable String uri) {
			this.uri = uri;
		}

		public @Nullable String getPublicKey() {
			return this.publicKey;
		}

		public void setPublicKey(@Nullable String publicKey) {
			this.publicKey = publicKey;
		}

		public @Nullable String getCertificate() {
			return this.certificate;
		}

		public void setCertificate(@Nullable String certificate) {
			this.certificate = certificate;
		}

		public boolean isEncrypted() {
			return this.encrypted;
		}

		public void setEncrypted(boolean encrypted) {
			this.encrypted = encrypted;
		}

		public @Nullable UUID getEncryptFor() {
			return this.encryptFor;
		}

		public void setEncryptFor(@Nullable UUID encryptFor) {
			this.encryptFor = encryptFor;
		}

		public boolean isAnonymous() {
			return this.anonymous;
		}

		public void setAnonymous(boolean anonymous) {
			this.anonymous = anonymous;
		}

		public @Nullable Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(@Nullable Duration timeout) {
			this.timeout = timeout;
		}

		public boolean isRequired() {
			return this.required;
		}

		public void setRequired(boolean required) {
			this.required = required;
		}

	}

}
