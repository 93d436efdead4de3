/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.CipherSuite;
import io.mxp.transport.ConnectRequest;
import io.mxp.transport.MessageHandler;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpTransport;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.observe.TransportSnapshot;

/**
 * The transport as a bean: started and stopped with the application context, drained
 * before the web server stops. What it does while it runs is the running transport's.
 */
public final class ManagedMxpTransport implements MxpTransport, SmartLifecycle, ApplicationContextAware {

	/** The environment property that holds the bound port where peers may connect. */
	public static final String LOCAL_PORT = "local.mxp.port";

	/** Where the web server drains: after everything that has a later phase. */
	static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 1024;

	private static final Logger logger = LoggerFactory.getLogger(ManagedMxpTransport.class);

	private static final String PROPERTY_SOURCE = "mxp.ports";

	private final MxpTransportFactory factory;

	private final Plan plan;

	private final MxpCredentials credentials;

	private final MessageHandler handler;

	private final Duration gracePeriod;

	private @Nullable ApplicationContext applicationContext;

	private volatile @Nullable MxpTransport running;

	private volatile @Nullable TransportConfig config;

	private volatile CountDownLatch stopped = new CountDownLatch(0);

	private volatile State state = State.STOPPED;

	ManagedMxpTransport(MxpTransportFactory factory, Plan plan, MxpCredentials credentials, MessageHandler handler,
			Duration gracePeriod) {
		this.factory = factory;
		this.plan = plan;
		this.credentials = credentials;
		this.handler = handler;
		this.gracePeriod = gracePeriod;
		credentials.onChange(this::credentialsChanged);
	}

	private void credentialsChanged(MxpCredentials changed) {
		MxpTransport transport = this.running;
		if (transport != null) {
			this.factory.credentialsChanged(transport, changed);
		}
	}

	@Override
	public void setApplicationContext(ApplicationContext context) {
		this.applicationContext = context;
	}

	@Override
	public void start() {
		boolean accepting = this.plan.accepting();
		if (accepting && identity().isAnonymous()) {
			throw IdentityException.noIdentity(this.plan.reason());
		}
		TransportConfig planned = this.plan.config(accepting);
		MxpTransport started = bind(planned);
		this.config = planned;
		this.running = started;
		this.state = State.RUNNING;
		if (accepting) {
			keepProcessAlive();
		}
		announce(started, planned, accepting);
	}

	@Override
	public void stop() {
		MxpTransport stopping = this.running;
		if (stopping != null) {
			drainAndClose(stopping);
		}
	}

	@Override
	public void stop(Runnable callback) {
		MxpTransport stopping = this.running;
		if (stopping == null) {
			callback.run();
			return;
		}
		Thread thread = new Thread(() -> {
			try {
				drainAndClose(stopping);
			}
			finally {
				callback.run();
			}
		}, "mxp-shutdown");
		thread.start();
	}

	@Override
	public boolean isRunning() {
		return this.running != null;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * What the transport is doing.
	 * @return its state
	 */
	public State state() {
		return this.state;
	}

	/**
	 * The figures of the running transport.
	 * @return null where it does not run or cannot tell
	 */
	public @Nullable TransportSnapshot snapshot() {
		MxpTransport transport = this.running;
		return (transport != null) ? this.factory.snapshot(transport) : null;
	}

	/**
	 * The configuration that it runs with.
	 * @return null before it started
	 */
	public @Nullable TransportConfig config() {
		return this.config;
	}

	/**
	 * Whom it believes.
	 * @return the trust policy
	 */
	public TrustPolicy trust() {
		return this.credentials.trust();
	}

	@Override
	public InetSocketAddress localAddress() {
		return transport().localAddress();
	}

	@Override
	public AgentIdentity identity() {
		return this.credentials.identity();
	}

	@Override
	public void rotateIdentity(AgentIdentity next, Duration previousServed) {
		transport().rotateIdentity(next, previousServed);
	}

	@Override
	public String socketTransport() {
		return transport().socketTransport();
	}

	@Override
	public CompletableFuture<MxpConnection> connect(ConnectRequest request) {
		return transport().connect(request);
	}

	@Override
	public Collection<MxpConnection> connections() {
		MxpTransport transport = this.running;
		return (transport != null) ? transport.connections() : List.of();
	}

	@Override
	public CompletableFuture<Void> drain(Duration grace) {
		MxpTransport transport = this.running;
		if (transport == null) {
			return CompletableFuture.completedFuture(null);
		}
		this.state = State.DRAINING;
		return transport.drain(grace);
	}

	@Override
	public void close() {
		MxpTransport transport = this.running;
		this.running = null;
		this.state = State.STOPPED;
		this.stopped.countDown();
		if (transport != null) {
			transport.close();
		}
	}

	/**
	 * A server without a web server goes on until it is stopped, as a web server does.
	 */
	private void keepProcessAlive() {
		CountDownLatch end = new CountDownLatch(1);
		this.stopped = end;
		Thread thread = new Thread(() -> {
			try {
				end.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, "mxp-await");
		thread.setDaemon(false);
		thread.start();
	}

	private MxpTransport bind(TransportConfig planned) {
		try {
			return this.factory.start(planned, this.credentials, this.handler);
		}
		catch (RuntimeException ex) {
			for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
				if (cause instanceof BindException) {
					throw new MxpPortInUseException(planned.socket().bindAddress(), ex);
				}
			}
			throw ex;
		}
	}

	private MxpTransport transport() {
		MxpTransport transport = this.running;
		if (transport == null) {
			throw new IllegalStateException("The MXP transport does not run. It starts when the application context"
					+ " has been refreshed: make requests from an ApplicationRunner or later, not from @PostConstruct.");
		}
		return transport;
	}

	private void drainAndClose(MxpTransport stopping) {
		this.state = State.DRAINING;
		logger.info("MXP drains: calls in progress have {} ms to end", this.gracePeriod.toMillis());
		try {
			stopping.drain(this.gracePeriod).join();
		}
		catch (RuntimeException ex) {
			logger.warn("MXP could not drain", ex);
		}
		close();
		logger.info("MXP stopped");
	}

	private void announce(MxpTransport started, TransportConfig planned, boolean accepting) {
		String suites = planned.handshake()
			.suites()
			.stream()
			.map(CipherSuite::aeadName)
			.collect(Collectors.joining(", "));
		logger.info("MXP {} on {} (UDP, {}), identity {} {}, {}, suites {}",
				accepting ? "listens" : "makes requests only,", hostAndPort(started.localAddress()),
				started.socketTransport(), identity().name(), identity().fingerprint(), this.plan.handlers(),
				suites.isEmpty() ? "as the platform suggests" : suites);
		ApplicationContext context = this.applicationContext;
		if (context == null) {
			return;
		}
		if (accepting && context.getEnvironment() instanceof ConfigurableEnvironment environment) {
			publishPort(environment.getPropertySources(), started.localAddress().getPort());
		}
		context.publishEvent(new MxpTransportStartedEvent(this, accepting));
	}

	private static String hostAndPort(InetSocketAddress address) {
		return ((address.getAddress() != null) ? address.getAddress().getHostAddress() : address.getHostString()) + ":"
				+ address.getPort();
	}

	private static void publishPort(MutablePropertySources sources, int port) {
		if (sources.get(PROPERTY_SOURCE) instanceof MapPropertySource known) {
			known.getSource().put(LOCAL_PORT, port);
			return;
		}
		Map<String, Object> ports = new HashMap<>();
		ports.put(LOCAL_PORT, port);
		sources.addFirst(new MapPropertySource(PROPERTY_SOURCE, ports));
	}

	/** What the transport is doing. */
	public enum State {

		/** Not bound. */
		STOPPED,

		/** Bound and working. */
		RUNNING,

		/** Lets calls in progress end and takes no others. */
		DRAINING

	}

	/** What is known only when all beans are there. */
	interface Plan {

		/** Whether peers may connect. */
		boolean accepting();

		/** Why they may. */
		String reason();

		/** How many handlers there are, in words. */
		String handlers();

		TransportConfig config(boolean accepting);

	}

}
