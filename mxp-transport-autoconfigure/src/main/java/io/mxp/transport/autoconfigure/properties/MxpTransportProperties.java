/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import java.net.InetAddress;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

import org.jspecify.annotations.Nullable;

/**
 * Configuration of the MXP transport.
 */
@ConfigurationProperties("mxp.transport")
public class MxpTransportProperties {

	/**
	 * Whether to start the MXP transport.
	 */
	private boolean enabled = true;

	/**
	 * Address to listen on. By default every one.
	 */
	private @Nullable InetAddress address;

	/**
	 * UDP port to listen on, 0 for a random one. Opened only where peers may connect.
	 */
	private int port = 9000;

	@NestedConfigurationProperty
	private final AgentProperties agent = new AgentProperties();

	@NestedConfigurationProperty
	private final ServerProperties server = new ServerProperties();

	@NestedConfigurationProperty
	private final IdentityProperties identity = new IdentityProperties();

	@NestedConfigurationProperty
	private final TrustProperties trust = new TrustProperties();

	@NestedConfigurationProperty
	private final AttestationProperties attestation = new AttestationProperties();

	@NestedConfigurationProperty
	private final RedisProperties redis = new RedisProperties();

	@NestedConfigurationProperty
	private final ReloadProperties reload = new ReloadProperties();

	@NestedConfigurationProperty
	private final HandshakeProperties handshake = new HandshakeProperties();

	@NestedConfigurationProperty
	private final SessionProperties session = new SessionProperties();

	@NestedConfigurationProperty
	private final SocketProperties socket = new SocketProperties();

	@NestedConfigurationProperty
	private final RecoveryProperties recovery = new RecoveryProperties();

	@NestedConfigurationProperty
	private final FlowProperties flow = new FlowProperties();

	@NestedConfigurationProperty
	private final MessageProperties message = new MessageProperties();

	@NestedConfigurationProperty
	private final E2eProperties e2e = new E2eProperties();

	@NestedConfigurationProperty
	private final DatagramProperties datagram = new DatagramProperties();

	/**
	 * Addresses that change.
	 */
	@NestedConfigurationProperty
	private final PathProperties path = new PathProperties();

	@NestedConfigurationProperty
	private final SchedulerProperties scheduler = new SchedulerProperties();

	@NestedConfigurationProperty
	private final DeliveryProperties delivery = new DeliveryProperties();

	@NestedConfigurationProperty
	private final HandlerProperties handler = new HandlerProperties();

	@NestedConfigurationProperty
	private final ClientProperties client = new ClientProperties();

	@NestedConfigurationProperty
	private final DebugProperties debug = new DebugProperties();

	@NestedConfigurationProperty
	private final ShutdownProperties shutdown = new ShutdownProperties();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable InetAddress getAddress() {
		return this.address;
	}

	public void setAddress(@Nullable InetAddress address) {
		this.address = address;
	}

	public int getPort() {
		return this.port;
	}

	public void setPort(int port) {
		this.port = port;
	}

	public AgentProperties getAgent() {
		return this.agent;
	}

	public ServerProperties getServer() {
		return this.server;
	}

	public IdentityProperties getIdentity() {
		return this.identity;
	}

	public TrustProperties getTrust() {
		return this.trust;
	}

	public AttestationProperties getAttestation() {
		return this.attestation;
	}

	public RedisProperties getRedis() {
		return this.redis;
	}

	public ReloadProperties getReload() {
		return this.reload;
	}

	public HandshakeProperties getHandshake() {
		return this.handshake;
	}

	public SessionProperties getSession() {
		return this.session;
	}

	public SocketProperties getSocket() {
		return this.socket;
	}

	public RecoveryProperties getRecovery() {
		return this.recovery;
	}

	public FlowProperties getFlow() {
		return this.flow;
	}

	public E2eProperties getE2e() {
		return this.e2e;
	}

	public MessageProperties getMessage() {
		return this.message;
	}

	public PathProperties getPath() {
		return this.path;
	}

	public DatagramProperties getDatagram() {
		return this.datagram;
	}

	public SchedulerProperties getScheduler() {
		return this.scheduler;
	}

	public DeliveryProperties getDelivery() {
		return this.delivery;
	}

	public HandlerProperties getHandler() {
		return this.handler;
	}

	public ClientProperties getClient() {
		return this.client;
	}

	public DebugProperties getDebug() {
		return this.debug;
	}

	public ShutdownProperties getShutdown() {
		return this.shutdown;
	}

}
