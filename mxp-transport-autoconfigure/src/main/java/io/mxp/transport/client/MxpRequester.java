/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.client;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.exchange.PayloadConverter;
import io.mxp.transport.observation.MxpRequestConvention;

/**
 * Makes requests to peers. Thread-safe; what its methods return is not. <pre>
 * Forecast forecast = requester.call("weather.oslo").to("weather").payload(request)
 *     .timeout(Duration.ofSeconds(2)).retrieve(Forecast.class);
 * requester.event("alerts").to("weather").payload(alert).send();
 * </pre> Requests made while a handler runs wait no longer than the handler's caller
 * does, and belong to its trace.
 */
public final class MxpRequester {

	private final ClientExchange exchange;

	private final @Nullable MxpConnection connection;

	private final @Nullable String peer;

	private MxpRequester(ClientExchange exchange, @Nullable MxpConnection connection, @Nullable String peer) {
		this.exchange = exchange;
		this.connection = connection;
		this.peer = peer;
	}

	/**
	 * Starts a requester.
	 * @param peers where requests go
	 * @param converter how payloads are written and read
	 * @return a builder
	 */
	public static Builder builder(MxpPeers peers, PayloadConverter converter) {
		return new Builder(peers, converter);
	}

	/**
	 * A requester whose requests go to one peer unless they say otherwise.
	 * @param peer a name of the configuration or an {@code mxp://} address
	 * @return another requester
	 */
	public MxpRequester to(String peer) {
		return new MxpRequester(this.exchange, null, peer);
	}

	/**
	 * A requester whose requests go over one connection unless they say otherwise.
	 * @param connection the connection
	 * @return another requester
	 */
	public MxpRequester to(MxpConnection connection) {
		return new MxpRequester(this.exchange, connection, null);
	}

	/**
	 * Begins a call.
	 * @param subject what is called, such as {@code weather.oslo}
	 * @return a call to be completed
	 */
	public CallSpec call(String subject) {
		return new CallSpec(this.exchange, state(MessageType.CALL, subject));
	}

	/**
	 * Begins an event.
	 * @param subject what it is about
	 * @return an event to be completed
	 */
	public EventSpec event(String subject) {
		return new EventSpec(this.exchange, state(MessageType.EVENT, subject));
	}

	/**
	 * Begins a message of another type that nobody answers, such as
	 * {@link MessageType#AGENT_HEARTBEAT}. Such messages carry no subject and no headers.
	 * @param type the type
	 * @return a message to be completed
	 */
	public EventSpec message(MessageType type) {
		return new EventSpec(this.exchange, state(type, null));
	}

	/**
	 * Begins a stream.
	 * @param subject what it is about
	 * @return a stream to be completed
	 */
	public StreamSpec stream(String subject) {
		return new StreamSpec(this.exchange, state(MessageType.STREAM_OPEN, subject));
	}

	private RequestState state(MessageType type, @Nullable String subject) {
		RequestState state = new RequestState(type, subject);
		state.connection = this.connection;
		state.peer = this.peer;
		return state;
	}

	/** Collects what a requester needs; not thread-safe. */
	public static final class Builder {

		private final MxpPeers peers;

		private final PayloadConverter converter;

		private ObservationRegistry observations = ObservationRegistry.NOOP;

		private @Nullable MxpRequestConvention convention;

		private Executor executor = ForkJoinPool.commonPool();

		private List<MxpClientInterceptor> interceptors = List.of();

		private Builder(MxpPeers peers, PayloadConverter converter) {
			this.peers = peers;
			this.converter = converter;
		}

		/**
		 * Observes requests.
		 * @param registry where observations go
		 * @param requestConvention names and key values, or null for ours
		 * @return this builder
		 */
		public Builder observations(ObservationRegistry registry, @Nullable MxpRequestConvention requestConvention) {
			this.observations = registry;
			this.convention = requestConvention;
			return this;
		}

		/**
		 * Sets where futures complete and publishers emit. By default the common pool.
		 * @param clientExecutor the executor
		 * @return this builder
		 */
		public Builder executor(Executor clientExecutor) {
			this.executor = clientExecutor;
			return this;
		}

		/**
		 * Sets what stands around every request.
		 * @param clientInterceptors the outermost first
		 * @return this builder
		 */
		public Builder interceptors(List<MxpClientInterceptor> clientInterceptors) {
			this.interceptors = List.copyOf(clientInterceptors);
			return this;
		}

		/**
		 * Builds the requester.
		 * @return the requester
		 */
		public MxpRequester build() {
			return new MxpRequester(new ClientExchange(this.peers, this.converter, this.observations, this.convention,
					this.executor, this.interceptors), null, null);
		}

	}

}
