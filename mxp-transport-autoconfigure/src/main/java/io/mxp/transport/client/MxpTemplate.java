/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.client;

import org.jspecify.annotations.Nullable;

/**
 * The simple requests in one line each; {@link MxpRequester} has all others.
 */
public final class MxpTemplate {

	private final MxpRequester requester;

	/**
	 * Creates a template.
	 * @param requester makes the requests
	 */
	public MxpTemplate(MxpRequester requester) {
		this.requester = requester;
	}

	/**
	 * Calls and waits for the answer.
	 * @param <T> the answer's type
	 * @param peer a name of the configuration or an {@code mxp://} address
	 * @param subject what is called
	 * @param payload the argument, or null
	 * @param type the answer's type
	 * @return the answer; null where it is empty
	 */
	public <T> @Nullable T call(String peer, String subject, @Nullable Object payload, Class<T> type) {
		return this.requester.call(subject).to(peer).payload(payload).retrieve(type);
	}

	/**
	 * Sends an event.
	 * @param peer a name of the configuration or an {@code mxp://} address
	 * @param subject what it is about
	 * @param payload what is sent, or null
	 */
	public void event(String peer, String subject, @Nullable Object payload) {
		this.requester.event(subject).to(peer).payload(payload).send();
	}

	/**
	 * Sends an event and waits until the peer's handler has finished.
	 * @param peer a name of the configuration or an {@code mxp://} address
	 * @param subject what it is about
	 * @param payload what is sent, or null
	 * @throws io.mxp.transport.TransportException as of {@link EventSpec#acknowledged()}
	 */
	public void eventAcknowledged(String peer, String subject, @Nullable Object payload) {
		this.requester.event(subject).to(peer).payload(payload).acknowledged();
	}

	/**
	 * Sends an event in one datagram.
	 * @param peer a name of the configuration or an {@code mxp://} address
	 * @param subject what it is about
	 * @param payload what is sent, or null
	 * @return false where it does not fit into a packet, or the queue is full
	 */
	public boolean datagram(String peer, String subject, @Nullable Object payload) {
		return this.requester.event(subject).to(peer).payload(payload).datagram();
	}

}
