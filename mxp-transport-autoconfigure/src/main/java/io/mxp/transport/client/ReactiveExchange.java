/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.client;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.MxpStream;
import io.mxp.transport.StreamListener;
import io.mxp.transport.TransportException;
import io.mxp.transport.exchange.ChunkFlux;
import io.mxp.transport.exchange.MxpDeadline;
import io.mxp.transport.exchange.StreamPump;

/** Requests as Reactor types; touched only where Reactor is there. */
final class ReactiveExchange {

	/** The key under which Micrometer keeps the observation in a Reactor context. */
	private static final String OBSERVATION_KEY = "micrometer.observation";

	private ReactiveExchange() {
	}

	static <T> Mono<T> mono(CallSpec call, Type type) {
		return Mono.deferContextual((context) -> {
			ClientExchange.Prepared prepared = prepare(call, context);
			return Mono.fromFuture(call.<T>decodeAsync(call.exchange.call(prepared), type));
		});
	}

	static <T> Flux<T> flux(CallSpec call, Type type) {
		return Flux.deferContextual((context) -> {
			ClientExchange.Prepared prepared = prepare(call, context);
			ChunkFlux chunks = new ChunkFlux(Schedulers.fromExecutor(call.exchange.executor()));
			CompletableFuture<MxpStream> opening = call.exchange.callForStream(prepared, chunks);
			return decoded(call.exchange, prepared, chunks, opening, type);
		});
	}

	static Mono<Void> event(EventSpec event) {
		return Mono.deferContextual((context) -> Mono.fromFuture(event.exchange.send(prepare(event, context))));
	}

	static Mono<Void> acknowledged(EventSpec event) {
		return Mono
			.deferContextual((context) -> Mono.fromFuture(event.exchange.sendAcknowledged(prepare(event, context))));
	}

	static Mono<Void> send(StreamSpec spec, Publisher<?> elements) {
		return Mono.deferContextual((context) -> {
			ClientExchange.Prepared prepared = prepare(spec, context);
			StreamPump pump = pump(spec, context, prepared, false, StreamListener.IGNORE);
			pump.done().whenComplete((done, failure) -> prepared.observation().stop(failure));
			Flux.from(elements).subscribe(pump);
			return Mono.fromFuture(pump.done()).doOnCancel(() -> abandon(pump, prepared));
		});
	}

	static <T> Flux<T> exchange(StreamSpec spec, Publisher<?> elements, Type type) {
		return Flux.deferContextual((context) -> {
			ClientExchange.Prepared prepared = prepare(spec, context);
			ChunkFlux chunks = new ChunkFlux(Schedulers.fromExecutor(spec.exchange.executor()));
			CompletableFuture<MxpStream> opening = spec.exchange.openStream(prepared, true, chunks, false);
			StreamPump pump = new StreamPump(
					(element) -> spec.exchange.converter().encode(element, spec.state.contentType),
					(contentType) -> opening, (failure) -> ErrorCode.CANCELLED, spec.exchange.executor(),
					Context.of(context));
			pump.done().whenComplete((done, failure) -> {
				if (failure != null) {
					chunks.fail(ClientExchange.unwrap(failure));
				}
			});
			Flux.from(elements).subscribe(pump);
			Flux<T> received = decoded(spec.exchange, prepared, chunks, opening, type);
			return received.doFinally((signal) -> pump.cancel());
		});
	}

	private static <T> Flux<T> decoded(ClientExchange exchange, ClientExchange.Prepared prepared, ChunkFlux chunks,
			CompletableFuture<MxpStream> opening, Type type) {
		opening.whenComplete((stream, failure) -> {
			if (failure != null) {
				chunks.fail(ClientExchange.unwrap(failure));
			}
			else {
				chunks.attach(stream);
			}
		});
		return chunks.flux().<T>handle((chunk, sink) -> {
			T element = decode(exchange, chunk, contentType(opening), type);
			if (element != null) {
				sink.next(element);
			}
		})
			.doOnError((failure) -> prepared.observation().stop(failure))
			.doOnComplete(() -> prepared.observation().stop(null))
			.doOnCancel(() -> {
				prepared.observation().cancel();
				opening.cancel(true);
			});
	}

	private static StreamPump pump(StreamSpec spec, ContextView context, ClientExchange.Prepared prepared,
			boolean bidirectional, StreamListener listener) {
		StreamPump[] holder = new StreamPump[1];
		StreamListener watching = new StreamListener() {

			@Override
			public void onChunk(MxpStream stream, ByteBuffer chunk) {
				listener.onChunk(stream, chunk);
			}

			@Override
			public void onFailed(MxpStream stream, TransportException failure) {
				holder[0].onStreamFailed(failure);
			}

		};
		holder[0] = new StreamPump((element) -> spec.exchange.converter().encode(element, spec.state.contentType),
				(contentType) -> spec.exchange.openStream(prepared, bidirectional, watching, false),
				(failure) -> ErrorCode.CANCELLED, spec.exchange.executor(), Context.of(context));
		return holder[0];
	}

	private static void abandon(StreamPump pump, ClientExchange.Prepared prepared) {
		prepared.observation().cancel();
		pump.onStreamFailed(new CancellationException("The sender cancelled"));
	}

	private static ClientExchange.Prepared prepare(RequestSpec<?> spec, ContextView context) {
		MxpDeadline inherited = context.getOrDefault(MxpDeadline.class, MxpDeadline.current());
		Observation parent = context.getOrDefault(OBSERVATION_KEY, null);
		return spec.exchange.prepare(spec.state, (inherited != null) ? inherited : MxpDeadline.NONE, parent);
	}

	private static @Nullable String contentType(CompletableFuture<MxpStream> opening) {
		MxpStream stream = opening.isDone() ? opening.join() : null;
		return (stream != null) ? stream.metadata().contentType() : null;
	}

	@SuppressWarnings("unchecked")
	private static <T> @Nullable T decode(ClientExchange exchange, ByteBuffer chunk, @Nullable String contentType,
			Type type) {
		return (T) exchange.converter().decode(chunk, contentType, type);
	}

}
