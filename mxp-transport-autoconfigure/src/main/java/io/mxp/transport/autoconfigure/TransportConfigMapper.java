/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.springframework.util.unit.DataSize;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.AgentDirectory;
import io.mxp.transport.BandMapping;
import io.mxp.transport.CipherSuite;
import io.mxp.transport.CompressionConfig;
import io.mxp.transport.DatagramConfig;
import io.mxp.transport.DebugConfig;
import io.mxp.transport.DeliveryConfig;
import io.mxp.transport.E2eConfig;
import io.mxp.transport.FloodConfig;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.HandshakeConfig;
import io.mxp.transport.MessageConfig;
import io.mxp.transport.MessageType;
import io.mxp.transport.PathConfig;
import io.mxp.transport.PriorityBand;
import io.mxp.transport.RecoveryConfig;
import io.mxp.transport.SchedulerConfig;
import io.mxp.transport.ServerConfig;
import io.mxp.transport.ResumptionConfig;
import io.mxp.transport.SessionConfig;
import io.mxp.transport.SocketConfig;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.autoconfigure.properties.CompressionProperties;
import io.mxp.transport.autoconfigure.properties.E2eProperties;
import io.mxp.transport.autoconfigure.properties.FloodProperties;
import io.mxp.transport.autoconfigure.properties.FlowProperties;
import io.mxp.transport.autoconfigure.properties.HandshakeProperties;
import io.mxp.transport.autoconfigure.properties.MxpTransportProperties;
import io.mxp.transport.autoconfigure.properties.PathProperties;
import io.mxp.transport.autoconfigure.properties.RecoveryProperties;
import io.mxp.transport.autoconfigure.properties.ResumptionProperties;
import io.mxp.transport.autoconfigure.properties.SchedulerProperties;
import io.mxp.transport.autoconfigure.properties.SocketProperties;

/** Makes the engine's configuration records of the properties. */
final class TransportConfigMapper {

	private final MxpTransportProperties properties;

	private final AgentDirectory sealKeys;

	/**
	 * @param sealKeys the keys of agents that messages are sealed for and taken from
	 */
	TransportConfigMapper(MxpTransportProperties properties, AgentDirectory sealKeys) {
		this.properties = properties;
		this.sealKeys = sealKeys;
	}

	/**
	 * The configuration.
	 * @param accept whether peers may connect; where they may not, the port is random
	 * @param agentId the agent that calls must be for, or null for any
	 */
	TransportConfig config(boolean accept, @Nullable UUID agentId) {
		return new TransportConfig(socket(accept), handshake(), session(agentId), server(accept), recovery(), flow(),
				scheduler(), datagram(), delivery(), debug(), message(), path());
	}

	private DebugConfig debug() {
		return new DebugConfig(this.properties.getDebug().isGuardZones(), this.properties.getDebug().getKeyLog());
	}

	private SocketConfig socket(boolean accept) {
		SocketProperties socket = this.properties.getSocket();
		int port = accept ? this.properties.getPort() : 0;
		InetSocketAddress address = (this.properties.getAddress() != null)
				? new InetSocketAddress(this.properties.getAddress(), port) : new InetSocketAddress(port);
		return SocketConfig.defaults()
			.withBindAddress(address)
			.withDriver(socket.getTransport())
			.withEventLoops(socket.getEventLoops())
			.withBuffers(bytes(socket.getReceiveBuffer()), bytes(socket.getSendBuffer()))
			.withMaxDatagramBytes(bytes(socket.getMaxDatagramSize()))
			.withPathMtuDiscovery(socket.isPathMtuDiscovery())
			.withIdle(socket.getIdle());
	}

	private HandshakeConfig handshake() {
		HandshakeProperties handshake = this.properties.getHandshake();
		HandshakeConfig config = HandshakeConfig.defaults()
			.withTimeout(handshake.getTimeout())
			.withNoiseProvider(handshake.getNoiseProvider().engineName())
			.withAeadProvider(handshake.getAeadProvider())
			.withFipsProviders(handshake.getFipsProviders());
		return config.withSuites(suites(handshake));
	}

	/** The suites that are configured, or those that are usual. */
	static List<CipherSuite> suites(HandshakeProperties handshake) {
		return handshake.getCipherSuites().isEmpty()
				? HandshakeConfig.defaults().withFipsProviders(handshake.getFipsProviders()).suites()
				: handshake.getCipherSuites();
	}

	private SessionConfig session(@Nullable UUID agentId) {
		// Without keep-alive first: it is checked against the idle timeout, which comes
		// after
		return SessionConfig.defaults()
			.withKeepAlive(Duration.ZERO)
			.withIdleTimeout(this.properties.getSession().getIdleTimeout())
			.withKeepAlive(this.properties.getSession().getKeepAlive())
			.withMaxPendingCalls(this.properties.getSession().getMaxPendingCalls())
			.withKeyUpdate(this.properties.getSession().getKeyUpdatePackets(),
					this.properties.getSession().getKeyUpdateInterval())
			.withAgentId(agentId)
			.withResumption(resumption(this.properties.getSession().getResumption()));
	}

	private static ResumptionConfig resumption(ResumptionProperties resumption) {
		return new ResumptionConfig(resumption.isIssue(), resumption.getTicketLifetime(), resumption.isResume(),
				resumption.isAcceptEarly(), resumption.isSendEarly(), resumption.getClaimTimeout());
	}

	private ServerConfig server(boolean accept) {
		return new ServerConfig(accept, this.properties.getServer().getMaxConnections(),
				this.properties.getServer().getMaxHandshakes(), flood(this.properties.getServer().getFlood()));
	}

	private static FloodConfig flood(FloodProperties flood) {
		return new FloodConfig(flood.getRetryHandshakes(), flood.getRetryRate(), flood.getRetryTokenLifetime(),
				flood.getNewTokenLifetime(), flood.getPrefixRate(), flood.getPrefixHandshakes(),
				flood.getProofOfWork().getBits());
	}

	private RecoveryConfig recovery() {
		RecoveryProperties recovery = this.properties.getRecovery();
		return new RecoveryConfig(recovery.getCongestionControl(), recovery.getInitialRtt().toNanos(),
				recovery.getMaxAckDelay().toNanos(), recovery.getPacketThreshold(), recovery.getAckEveryPackets(),
				recovery.getInitialWindowPackets(), recovery.getMaxWindow().toBytes(), recovery.isEcn());
	}

	private FlowConfig flow() {
		FlowProperties flow = this.properties.getFlow();
		long connection = flow.getConnectionWindow().toBytes();
		long stream = flow.getStreamWindow().toBytes();
		long band = flow.getBandWindow().toBytes();
		return new FlowConfig(connection, stream, band, Math.max(connection, flow.getMaxConnectionWindow().toBytes()),
				Math.max(stream, flow.getMaxStreamWindow().toBytes()),
				Math.max(band, flow.getMaxBandWindow().toBytes()), flow.getAgentBudget().toBytes(),
				flow.getMaxStreamsBidirectional(), flow.getMaxStreamsUnidirectional(),
				bytes(flow.getStreamSendBuffer()), flow.getAssemblyBudget().toBytes(), flow.getBufferLimit().toBytes());
	}

	private SchedulerConfig scheduler() {
		SchedulerProperties scheduler = this.properties.getScheduler();
		return new SchedulerConfig(scheduler.getCritical().getWeight(), scheduler.getControl().getWeight(),
				scheduler.getStreaming().getWeight(), scheduler.getBackground().getWeight(),
				this.properties.getDatagram().getWeight(), bytes(scheduler.getQueue()), mapping(scheduler.getMapping()),
				waitingBands(scheduler), scheduler.getOrderedTypes());
	}

	private static BandMapping mapping(SchedulerProperties.Mapping mapping) {
		return BandMapping.defaults()
			.with(MessageType.CALL, mapping.getCall())
			.with(MessageType.RESPONSE, mapping.getResponse())
			.with(MessageType.EVENT, mapping.getEvent())
			.with(MessageType.STREAM_OPEN, mapping.getStream())
			.with(MessageType.AGENT_REGISTER, mapping.getAgentRegister())
			.with(MessageType.AGENT_DISCOVER, mapping.getAgentDiscover())
			.with(MessageType.AGENT_HEARTBEAT, mapping.getAgentHeartbeat())
			.with(MessageType.ACK, mapping.getAck())
			.with(MessageType.ERROR, mapping.getError());
	}

	private static Set<PriorityBand> waitingBands(SchedulerProperties scheduler) {
		Set<PriorityBand> waiting = EnumSet.noneOf(PriorityBand.class);
		addIfWaiting(waiting, PriorityBand.CRITICAL, scheduler.getCritical());
		addIfWaiting(waiting, PriorityBand.CONTROL, scheduler.getControl());
		addIfWaiting(waiting, PriorityBand.STREAMING, scheduler.getStreaming());
		addIfWaiting(waiting, PriorityBand.BACKGROUND, scheduler.getBackground());
		return waiting;
	}

	private static void addIfWaiting(Set<PriorityBand> waiting, PriorityBand band,
			SchedulerProperties.Band properties) {
		if (properties.getOverflow() == SchedulerConfig.Overflow.WAIT) {
			waiting.add(band);
		}
	}

	private MessageConfig message() {
		CompressionProperties compression = this.properties.getMessage().getCompression();
		return MessageConfig.defaults()
			.withCompression(new CompressionConfig(compression.isEnabled(), bytes(compression.getThreshold()),
					compression.getLevel(), compression.isAccept(), bytes(compression.getMaxContent())))
			.withE2e(e2e(this.properties.getE2e()));
	}

	private E2eConfig e2e(E2eProperties e2e) {
		return new E2eConfig(this.sealKeys, e2e.getMaxAge(), e2e.getMaxAhead(), e2e.getReplayEntries(),
				e2e.isRequired(), Set.copyOf(e2e.getRequiredFrom()), Set.copyOf(e2e.getDeniedSenders()), e2e.isRelay());
	}

	private PathConfig path() {
		PathProperties path = this.properties.getPath();
		return new PathConfig(path.isMigration(), path.isLocalTargets(), path.getServerNumber(),
				key("connection-id-key", path.getConnectionIdKey()), key("reset-key", path.getResetKey()));
	}

	private static byte[] key(String name, @Nullable String hex) {
		try {
			return (hex != null && !hex.isBlank()) ? HexFormat.of().parseHex(hex.strip()) : new byte[0];
		}
		catch (IllegalArgumentException ex) {
			// The value is a secret and not repeated.
			throw new IllegalArgumentException("path." + name + " must be hexadecimal digits, two for each byte");
		}
	}

	private DatagramConfig datagram() {
		return new DatagramConfig(bytes(this.properties.getDatagram().getQueue()),
				this.properties.getDatagram().getTimeToLive(), this.properties.getDatagram().isDropOldest());
	}

	private DeliveryConfig delivery() {
		return new DeliveryConfig(DeliveryConfig.Mode.THREAD, bytes(this.properties.getDelivery().getCommandQueue()),
				bytes(this.properties.getDelivery().getDeliveryQueue()));
	}

	private static int bytes(DataSize size) {
		return Math.toIntExact(size.toBytes());
	}

}
