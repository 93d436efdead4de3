/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import org.springframework.context.ApplicationEvent;

import io.mxp.transport.MxpTransport;

/** The transport is bound and receives. */
public class MxpTransportStartedEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	private final boolean accepting;

	/**
	 * Creates the event.
	 * @param transport the transport that started
	 * @param accepting whether peers may connect
	 */
	public MxpTransportStartedEvent(MxpTransport transport, boolean accepting) {
		super(transport);
		this.accepting = accepting;
	}

	/**
	 * The transport that started.
	 * @return the transport
	 */
	public MxpTransport getTransport() {
		return (MxpTransport) getSource();
	}

	/**
	 * The UDP port that it is bound to.
	 * @return the port
	 */
	public int getPort() {
		return getTransport().localAddress().getPort();
	}

	/**
	 * Whether peers may connect; otherwise the port is a client's.
	 * @return true if so
	 */
	public boolean isAccepting() {
		return this.accepting;
	}

}
