/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import io.mxp.transport.CallRequest;
import io.mxp.transport.DatagramFate;
import io.mxp.transport.MessageEncoding;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpStream;
import io.mxp.transport.Reply;
import io.mxp.transport.SendRequest;
import io.mxp.transport.StreamListener;
import io.mxp.transport.StreamRequest;
import io.mxp.transport.TransportException;
import io.mxp.transport.exchange.MxpDeadline;
import io.mxp.transport.exchange.MxpHeaders;
import io.mxp.transport.exchange.PayloadConverter;
import io.mxp.transport.observation.MxpRequestConvention;

/**
 * Turns what a caller said into a request on a connection: deadline, observation,
 * metadata, payload.
 */
final class ClientExchange {

	private static final int TRACE_ID_LOW_BEGIN = 19;

	private static final int TRACE_ID_END = 35;

	private final MxpPeers peers;

	private final PayloadConverter converter;

	private final ObservationRegistry observations;

	private final @Nullable MxpRequestConvention convention;

	private final Executor executor;

	private final List<MxpClientInterceptor> interceptors;

	ClientExchange(MxpPeers peers, PayloadConverter converter, ObservationRegistry observations,
			@Nullable MxpRequestConvention convention, Executor executor, List<MxpClientInterceptor> interceptors) {
		this.peers = peers;
		this.converter = converter;
		this.observations = observations;
		this.convention = convention;
		this.executor = executor;
		this.interceptors = List.copyOf(interceptors);
	}

	PayloadConverter converter() {
		return this.converter;
	}

	/** Where futures complete and publishers emit. */
	Executor executor() {
		return this.executor;
	}

	/** Everything about a request that is settled when it begins. */
	Prepared prepare(RequestState state, MxpDeadline inherited, @Nullable Observation parent) {
		MxpDeadline deadline = state.deadline.earlier(inherited);
		PeerLink link = null;
		if (state.connection == null) {
			if (state.peer == null) {
				throw new IllegalStateException("Whom is the request for? Say it with to(\"peer\").");
			}
			link = this.peers.link(state.peer);
		}
		deadline = deadline.earlier(MxpDeadline.after(timeout(state, link)));
		PayloadConverter.Encoded payload = this.converter.encode(state.payload, state.contentType);
		String peerName = (link != null && this.peers.isNamed(link.definition().name())) ? link.definition().name()
				: null;
		RequestObservation observation = RequestObservation.start(this.observations, this.convention, state, peerName,
				remote(state, link), parent);
		try {
			Map<String, String> trace = observation.traceFields();
			return new Prepared(state, link, peerName, deadline, payload, metadata(state, payload.contentType(), trace),
					traceId(trace.get(MxpHeaders.TRACEPARENT)), observation);
		}
		catch (RuntimeException ex) {
			observation.stop(ex);
			throw ex;
		}
	}

	CompletableFuture<Reply> call(Prepared prepared) {
		return run(prepared,
				(connection, request, remaining) -> connection
					.call(callRequest(connection, prepared, request, remaining)),
				true, prepared.state().isRepeatable());
	}

	/** The observation goes on until the stream has ended. */
	CompletableFuture<MxpStream> callForStream(Prepared prepared, StreamListener listener) {
		return run(prepared, (connection, request, remaining) -> connection
			.callForStream(callRequest(connection, prepared, request, remaining), listener), false);
	}

	private static CallRequest callRequest(MxpConnection connection, Prepared prepared, MxpClientRequest request,
			Duration remaining) {
		MessageEncoding encoding = RequestSeal.encoding(prepared, connection, prepared.state().encoding);
		UUID target = (encoding.sealedFor() != null && prepared.state().target == null) ? encoding.sealedFor()
				: prepared.target();
		return new CallRequest(target, request.metadata(), request.payload(), remaining, prepared.traceId(), encoding);
	}

	CompletableFuture<MxpStream> openStream(Prepared prepared, boolean bidirectional, StreamListener listener,
			boolean stopsWhenOpen) {
		return run(prepared,
				(connection, request, remaining) -> connection.openStream(RequestSeal.unsealed(prepared,
						new StreamRequest(prepared.target(), request.metadata(), bidirectional, prepared.traceId())),
						listener),
				stopsWhenOpen);
	}

	/**
	 * Where the queue of the band is full, waits for room as long as the deadline allows,
	 * or fails, as configured for the band.
	 */
	CompletableFuture<Void> send(Prepared prepared) {
		return run(prepared, (connection, request, remaining) -> submit(connection,
				sendRequest(connection, prepared, request, prepared.state().encoding), remaining), true);
	}

	/** Completes when the peer's handler has finished. */
	CompletableFuture<Void> sendAcknowledged(Prepared prepared) {
		return run(prepared,
				(connection, request, remaining) -> connection
					.sendAcknowledged(sendRequest(connection, prepared, request, prepared.state().encoding), remaining),
				true, prepared.state().isRepeatable());
	}

	CompletableFuture<DatagramFate> trackedDatagram(Prepared prepared) {
		return run(prepared, (connection, request, remaining) -> connection
			.trackedDatagram(sendRequest(connection, prepared, request, MessageEncoding.PLAIN)), true);
	}

	private static SendRequest sendRequest(MxpConnection connection, Prepared prepared, MxpClientRequest request,
			MessageEncoding encoding) {
		return new SendRequest(request.type(), request.metadata(), request.payload(),
				RequestSeal.encoding(prepared, connection, encoding), prepared.state().ordered, 0);
	}

	private static CompletableFuture<Void> submit(MxpConnection connection, SendRequest request, Duration remaining) {
		CompletableFuture<Void> accepted = connection.submit(request);
		if (accepted.isDone()) {
			return accepted;
		}
		CompletableFuture<Void> result = accepted.orTimeout(Math.max(1, remaining.toMillis()), TimeUnit.MILLISECONDS)
			.exceptionally((failure) -> {
				throw (failure instanceof TimeoutException)
						? new TransportException.Overloaded(
								"The queue for messages of type " + request.type() + " stayed full")
						: new CompletionException(unwrap(failure));
			});
		result.whenComplete((value, failure) -> {
			if (result.isCancelled()) {
				accepted.cancel(false); // what still waits is taken back
			}
		});
		return result;
	}

	CompletableFuture<Boolean> datagram(Prepared prepared) {
		return run(prepared, (connection, request, remaining) -> CompletableFuture
			.completedFuture(connection.datagram(sendRequest(connection, prepared, request, MessageEncoding.PLAIN))),
				true);
	}

	/**
	 * Waits for a future of this class.
	 * @throws TransportException where the request failed
	 */
	static <T> T await(CompletableFuture<T> future) {
		try {
			return future.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			future.cancel(true);
			throw new CancellationException("Interrupted while waiting for an answer");
		}
		catch (ExecutionException ex) {
			throw asRuntimeException(ex.getCause());
		}
	}

	static Throwable unwrap(Throwable failure) {
		Throwable cause = failure.getCause();
		return (failure instanceof CompletionException && cause != null) ? cause : failure;
	}

	private static RuntimeException asRuntimeException(@Nullable Throwable failure) {
		if (failure instanceof RuntimeException runtime) {
			return runtime;
		}
		return new IllegalStateException("The request failed", failure);
	}

	private <T> CompletableFuture<T> run(Prepared prepared, RequestRun.Action<T> action, boolean stopsWithResult) {
		return run(prepared, action, stopsWithResult, false);
	}

	private <T> CompletableFuture<T> run(Prepared prepared, RequestRun.Action<T> action, boolean stopsWithResult,
			boolean repeatable) {
		MxpClientRequest request = new MxpClientRequest(prepared.state().type, prepared.peerName(), prepared.remote(),
				prepared.metadata(), prepared.payload().bytes(), prepared.deadline(), repeatable);
		CompletableFuture<T> result = new RequestRun<>(prepared, action).start(request, this.interceptors);
		result.whenComplete((value, failure) -> {
			if (failure != null) {
				prepared.observation().stop(failure);
			}
			else if (stopsWithResult) {
				prepared.observation().stop(null);
			}
		});
		return result;
	}

	private Duration timeout(RequestState state, @Nullable PeerLink link) {
		if (state.timeout != null) {
			return state.timeout;
		}
		Duration ofPeer = (link != null) ? link.definition().timeout() : null;
		return (ofPeer != null) ? ofPeer : this.peers.settings().timeout();
	}

	private static String remote(RequestState state, @Nullable PeerLink link) {
		if (link != null) {
			return link.definition().address().toString();
		}
		return (state.connection != null) ? String.valueOf(state.connection.remoteAddress()) : "";
	}

	private static MessageMetadata metadata(RequestState state, @Nullable String contentType,
			Map<String, String> trace) {
		MessageMetadata.Builder metadata = MessageMetadata.builder()
			.subject(state.subject)
			.contentType(contentType)
			.idempotencyKey(state.idempotencyKey);
		state.headers.forEach((header) -> metadata.header(header.name(), header.value()));
		if (!trace.isEmpty()) {
			metadata.trace(trace.get(MxpHeaders.TRACEPARENT), trace.get(MxpHeaders.TRACESTATE));
			trace.forEach((name, value) -> {
				if (!name.equals(MxpHeaders.TRACEPARENT) && !name.equals(MxpHeaders.TRACESTATE)) {
					metadata.header(name, value);
				}
			});
		}
		return metadata.build();
	}

	/** The last 16 of the 32 digits in "00-(32 digits)-(16 digits)-01". */
	private static long traceId(@Nullable String traceparent) {
		if (traceparent == null || traceparent.length() < TRACE_ID_END) {
			return 0;
		}
		try {
			return Long.parseUnsignedLong(traceparent, TRACE_ID_LOW_BEGIN, TRACE_ID_END, 16);
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	/**
	 * A request that is about to be sent.
	 *
	 * @param state what the caller said
	 * @param link the way to the peer, or null where the connection is given
	 * @param peerName the peer's name in the configuration, or null
	 * @param deadline when the caller stops waiting
	 * @param payload the bytes
	 * @param metadata what goes before them
	 * @param traceId low 64 bits of the trace id
	 * @param observation of this request
	 */
	record Prepared(RequestState state, @Nullable PeerLink link, @Nullable String peerName, MxpDeadline deadline,
			PayloadConverter.Encoded payload, MessageMetadata metadata, long traceId, RequestObservation observation) {

		String remote() {
			return ClientExchange.remote(this.state, this.link);
		}

		@Nullable UUID target() {
			if (this.state.target != null) {
				return this.state.target;
			}
			return (this.link != null) ? this.link.definition().address().agentId() : null;
		}

	}

}
