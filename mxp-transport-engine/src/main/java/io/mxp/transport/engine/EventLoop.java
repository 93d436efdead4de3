/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageType;
import io.mxp.transport.PriorityBand;
import io.mxp.transport.SocketConfig;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TransportException;
import io.mxp.transport.endpoint.ConnectionIdSource;
import io.mxp.transport.endpoint.Endpoint;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.observe.CounterSet;
import io.mxp.transport.socket.DatagramPort;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread, one port, one endpoint. Each turn takes datagrams, commands and timers in,
 * and sends what came of them.
 */
final class EventLoop implements DatagramPort.Receiver {

	private static final Logger logger = LoggerFactory.getLogger(EventLoop.class);

	/** A loop has a turn so often at least, which health checks rely on. */
	private static final long MAX_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	/**
	 * Most records of the command ring in one turn, so that datagrams and timers get
	 * theirs.
	 */
	private static final int MAX_COMMANDS = 4_096;

	private final int index;

	private final TransportConfig config;

	private final NanoClock clock;

	private final CounterSet counters = new CounterSet();

	private final BandLatencies latencies;

	private final LoopPeers peers;

	/** Datagrams that another loop received for this one and that wait here. */
	private final AtomicInteger redirected = new AtomicInteger();

	private final LoopListener listener;

	private final Thread thread;

	private final CountDownLatch ended = new CountDownLatch(1);

	private final boolean spins;

	private final LoopProgress progress;

	private final LoopParts.Opener opener;

	private final CompletableFuture<LoopParts> opened = new CompletableFuture<>();

	private LoopParts parts;

	private long nowNanos;

	private boolean inBurst;

	private volatile boolean running = true;

	private volatile boolean over;

	@SuppressWarnings("NullAway.Init") // the parts are opened on the loop's own thread,
										// before anybody sees the loop
	EventLoop(int index, TransportConfig config, NanoClock clock, LoopPeers peers, LoopListener listener,
			LoopParts.Opener opener) {
		this.index = index;
		this.config = config;
		this.clock = clock;
		this.latencies = new BandLatencies(clock);
		this.peers = peers;
		this.listener = listener;
		this.spins = config.socket().idle() == SocketConfig.Idle.SPIN;
		this.thread = new Thread(this::run, "mxp-loop-" + index);
		this.thread.setDaemon(true);
		this.opener = opener;
		this.progress = new LoopProgress(clock);
	}

	/**
	 * Starts the thread and waits until its port is open.
	 * @throws TransportException.Configuration where the port cannot be opened
	 */
	void start() {
		this.thread.start();
		try {
			this.opened.join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw ex;
		}
	}

	/** Stops the loop behind what is still to be sent; waits for its end, 5 s at most. */
	void stop() throws InterruptedException {
		if (Thread.currentThread() == this.thread) {
			this.running = false;
			return;
		}
		this.parts.commands().execute(() -> this.running = false);
		this.ended.await(5, TimeUnit.SECONDS);
	}

	/** Stops the loop without waiting for it. */
	void abandon() {
		this.parts.commands().execute(() -> this.running = false);
	}

	private void run() {
		try {
			this.parts = this.opener.open(this);
			this.opened.complete(this.parts);
		}
		catch (RuntimeException | Error ex) {
			this.opened.completeExceptionally(ex);
			this.ended.countDown();
			return;
		}
		try {
			while (this.running) {
				runOnce();
			}
			closeConnections();
		}
		catch (Throwable failure) {
			logger.error("Event loop {} ends because of a fault in the transport", this.index, failure);
			this.listener.onLoopFailed(this, failure);
		}
		finally {
			end();
		}
	}

	/**
	 * Works off what came too late, so that nobody waits for ever. What comes later still
	 * finds the loop over.
	 */
	private void end() {
		this.over = true;
		try {
			this.parts.commands().ring().drain(this.parts.commandHandler(), Integer.MAX_VALUE);
			this.parts.commands().abandonTasks();
			this.listener.onTurnEnd();
		}
		catch (RuntimeException ex) {
			logger.error("Event loop {} cannot work off its queue", this.index, ex);
		}
		finally {
			this.parts.sockets().close();
			this.ended.countDown();
		}
	}

	/** One turn. */
	private void runOnce() {
		this.parts.port().poll(waitNanos());
		this.nowNanos = this.clock.nanos();
		this.inBurst = false;
		this.progress.onTurn(this.nowNanos);
		this.parts.commands().runTasks(this.index);
		this.parts.commands().ring().drain(this.parts.commandHandler(), MAX_COMMANDS);
		this.listener.onTurn(this);
		Endpoint endpoint = this.parts.endpoint();
		if (endpoint.nextTimeoutNanos() <= this.nowNanos) {
			endpoint.onTimeout(this.nowNanos);
		}
		this.parts.outlet().transmit(this.nowNanos);
		this.parts.buffers().onTurn(this.nowNanos);
		this.parts.sockets().onTurn();
		this.listener.onTurnEnd();
	}

	/**
	 * How long the port may wait: not at all where there is work, else until the next
	 * timer.
	 */
	private long waitNanos() {
		if (this.spins) {
			return 0;
		}
		ParkSignal signal = this.parts.signal();
		signal.announce();
		boolean stalled = this.parts.commandHandler().isStalled();
		if ((!this.parts.commands().isEmpty() && !stalled) || this.listener.hasWork()) {
			signal.awake();
			return 0;
		}
		long untilTimer = this.parts.endpoint().nextTimeoutNanos() - this.clock.nanos();
		return Math.max(0,
				Math.min(untilTimer, (this.parts.outlet().isBlocked() || stalled) ? 1_000_000 : MAX_WAIT_NANOS));
	}

	@Override
	public void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length) {
		beginBurst();
		if (!this.peers.redirect(this, from, bytes, offset, length)) {
			receive(from, bytes, offset, length);
		}
	}

	/** All datagrams of a burst have one time. */
	private void beginBurst() {
		if (!this.inBurst) {
			this.inBurst = true;
			this.nowNanos = this.clock.nanos();
		}
	}

	AtomicInteger redirected() {
		return this.redirected;
	}

	/** A datagram for this loop, whoever's socket it came to. */
	void receive(InetSocketAddress from, byte[] bytes, int offset, int length) {
		this.parts.endpoint().onDatagram(this.nowNanos, from, bytes, offset, length);
	}

	/** A datagram that came to another socket than the loop's own. */
	void receive(InetSocketAddress from, int local, byte[] bytes, int offset, int length, int ecn) {
		beginBurst();
		this.parts.endpoint().onDatagram(this.nowNanos, from, local, bytes, offset, length, ecn);
	}

	LoopSockets sockets() {
		return this.parts.sockets();
	}

	private void closeConnections() {
		this.nowNanos = this.clock.nanos();
		this.parts.endpoint().forEach((connection) -> {
			connection.close(this.nowNanos, ErrorCode.SERVER_SHUTDOWN, "the transport was closed");
			this.parts.endpoint().touch(connection);
		});
		this.parts.outlet().transmit(this.nowNanos);
		this.listener.onTurnEnd();
	}

	/** Runs a task on this loop and polls the connection that it was about. */
	void execute(Runnable task, EngineConnection connection) {
		this.parts.commands().execute(() -> {
			task.run();
			this.parts.endpoint().touch(connection.connection());
		});
	}

	/** Makes a loop that waits look at its queues. */
	void wakeup() {
		this.parts.signal().signal();
	}

	void execute(Runnable task) {
		this.parts.commands().execute(task);
	}

	Commands commands() {
		return this.parts.commands();
	}

	CommandHandler commandHandler() {
		return this.parts.commandHandler();
	}

	Endpoint endpoint() {
		return this.parts.endpoint();
	}

	ConnectionIdSource ids() {
		return this.parts.ids();
	}

	LoopBuffers buffers() {
		return this.parts.buffers();
	}

	DatagramPort port() {
		return this.parts.port();
	}

	TransportConfig config() {
		return this.config;
	}

	/** The band in which this side sends a type. */
	PriorityBand bandOf(MessageType type) {
		return this.config.scheduler().mapping().bandOf(type);
	}

	/** Whether this side sends messages of a type in order though nobody asks for it. */
	boolean isOrdered(MessageType type) {
		return this.config.scheduler().orderedTypes().contains(type);
	}

	CounterSet counters() {
		return this.counters;
	}

	BandLatencies latencies() {
		return this.latencies;
	}

	LoopListener listener() {
		return this.listener;
	}

	int index() {
		return this.index;
	}

	/** The time of this turn, or outside of the loop the time now. */
	long nanos() {
		return (Thread.currentThread() == this.thread) ? this.nowNanos : this.clock.nanos();
	}

	NanoClock clock() {
		return this.clock;
	}

	boolean isLoopThread() {
		return Thread.currentThread() == this.thread;
	}

	/** Whether nothing that is posted from now on is ever taken. */
	boolean isOver() {
		return this.over;
	}

	boolean isAlive() {
		return this.thread.isAlive();
	}

	/** A send of an application thread was refused. */
	void onRefused() {
		this.listener.refusals().increment();
	}

	LoopProgress progress() {
		return this.progress;
	}

	void count(Counter counter) {
		this.counters.add(counter, 1);
	}

}
