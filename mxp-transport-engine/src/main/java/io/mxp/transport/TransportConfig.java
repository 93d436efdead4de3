/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * The configuration of a transport, one record for each layer.
 *
 * @param socket sockets and event loops
 * @param handshake suites and time limits of the handshake
 * @param session the life of a connection
 * @param server what is done for peers that connect
 * @param recovery loss detection and congestion control
 * @param flow windows and stream limits
 * @param scheduler weights and queues of the four bands
 * @param datagram the datagram queue
 * @param delivery queues between threads
 * @param debug what helps to find faults
 * @param message how payloads are encoded
 * @param path addresses that change
 */
public record TransportConfig(SocketConfig socket, HandshakeConfig handshake, SessionConfig session,
		ServerConfig server, RecoveryConfig recovery, FlowConfig flow, SchedulerConfig scheduler,
		DatagramConfig datagram, DeliveryConfig delivery, DebugConfig debug, MessageConfig message, PathConfig path) {

	public TransportConfig {
		Objects.requireNonNull(socket, "socket");
		Objects.requireNonNull(handshake, "handshake");
		Objects.requireNonNull(session, "session");
		Objects.requireNonNull(server, "server");
		Objects.requireNonNull(recovery, "recovery");
		Objects.requireNonNull(flow, "flow");
		Objects.requireNonNull(scheduler, "scheduler");
		Objects.requireNonNull(datagram, "datagram");
		Objects.requireNonNull(delivery, "delivery");
		Objects.requireNonNull(debug, "debug");
		Objects.requireNonNull(message, "message");
		Objects.requireNonNull(path, "path");
	}

	/** Port 9000 on every interface, and sound values for everything else. */
	public static TransportConfig defaults() {
		return new TransportConfig(SocketConfig.defaults(), HandshakeConfig.defaults(), SessionConfig.defaults(),
				ServerConfig.defaults(), RecoveryConfig.defaults(), FlowConfig.defaults(), SchedulerConfig.defaults(),
				DatagramConfig.defaults(), DeliveryConfig.defaults(), DebugConfig.defaults(), MessageConfig.defaults(),
				PathConfig.defaults());
	}

	/** The defaults at another address. */
	public static TransportConfig bind(String host, int port) {
		return defaults().withSocket(SocketConfig.defaults().withBindAddress(new InetSocketAddress(host, port)));
	}

	/**
	 * The defaults for a transport that only connects: a random port, and nobody is let
	 * in.
	 */
	public static TransportConfig clientOnly() {
		return defaults().withSocket(SocketConfig.defaults().withBindAddress(new InetSocketAddress(0)))
			.withServer(ServerConfig.defaults().withAccept(false));
	}

	public TransportConfig withSocket(SocketConfig socket) {
		return new TransportConfig(socket, this.handshake, this.session, this.server, this.recovery, this.flow,
				this.scheduler, this.datagram, this.delivery, this.debug, this.message, this.path);
	}

	public TransportConfig withHandshake(HandshakeConfig handshake) {
		return new TransportConfig(this.socket, handshake, this.session, this.server, this.recovery, this.flow,
				this.scheduler, this.datagram, this.delivery, this.debug, this.message, this.path);
	}

	public TransportConfig withSession(SessionConfig session) {
		return new TransportConfig(this.socket, this.handshake, session, this.server, this.recovery, this.flow,
				this.scheduler, this.datagram, this.delivery, this.debug, this.message, this.path);
	}

	public TransportConfig withServer(ServerConfig server) {
		return new TransportConfig(this.socket, this.handshake, this.session, server, this.recovery, this.flow,
				this.scheduler, this.datagram, this.delivery, this.debug, this.message, this.path);
	}

	public TransportConfig withRecovery(RecoveryConfig recovery) {
		return new TransportConfig(this.socket, this.handshake, this.session, this.server, recovery, this.flow,
				this.scheduler, this.datagram, this.delivery, this.debug, this.message, this.path);
	}

	public TransportConfig withFlow(FlowConfig flow) {
		return new TransportConfig(this.socket, this.handshake, this.session, this.server, this.recovery, flow,
				this.scheduler, this.datagram, this.delivery, this.debug, this.message, this.path);
	}

	public TransportConfig withScheduler(SchedulerConfig scheduler) {
		return new TransportConfig(this.socket, this.handshake, this.session, this.server, this.recovery, this.flow,
				scheduler, this.datagram, this.delivery, this.debug, this.message, this.path);
	}

	public TransportConfig withDatagram(DatagramConfig datagram) {
		return new TransportConfig(this.socket, this.handshake, this.session, this.server, this.recovery, this.flow,
				this.scheduler, datagram, this.delivery, this.debug, this.message, this.path);
	}

	public TransportConfig withDelivery(DeliveryConfig delivery) {
		return new TransportConfig(this.socket, this.handshake, this.session, this.server, this.recovery, this.flow,
				this.scheduler, this.datagram, delivery, this.debug, this.message, this.path);
	}

	public TransportConfig withDebug(DebugConfig debug) {
		return new TransportConfig(this.socket, this.handshake, this.session, this.server, this.recovery, this.flow,
				this.scheduler, this.datagram, this.delivery, debug, this.message, this.path);
	}

	public TransportConfig withMessage(MessageConfig message) {
		return new TransportConfig(this.socket, this.handshake, this.session, this.server, this.recovery, this.flow,
				this.scheduler, this.datagram, this.delivery, this.debug, message, this.path);
	}

	public TransportConfig withPath(PathConfig path) {
		return new TransportConfig(this.socket, this.handshake, this.session, this.server, this.recovery, this.flow,
				this.scheduler, this.datagram, this.delivery, this.debug, this.message, path);
	}

}
