/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

import io.mxp.transport.MxpStream;
import io.mxp.transport.StreamListener;
import io.mxp.transport.TransportException;
import io.mxp.transport.exchange.ChunkFlux;
import io.mxp.transport.exchange.MxpDeadline;
import io.mxp.transport.exchange.PayloadConverter;
import io.mxp.transport.exchange.StreamPump;

/** Publishers in and out of handlers; touched only where Reactor is there. */
final class ReactiveResults {

	/** The key under which Micrometer keeps the observation in a Reactor context. */
	private static final String OBSERVATION_KEY = "micrometer.observation";

	private ReactiveResults() {
	}

	static boolean isPublisher(Class<?> type) {
		return Publisher.class.isAssignableFrom(type);
	}

	/** Whether it stands for any number of elements and not for at most one. */
	static boolean isStreamed(Class<?> type) {
		return isPublisher(type) && !Mono.class.isAssignableFrom(type);
	}

	/** The chunks of the peer's stream as the handler's argument. */
	static @Nullable Object incoming(Invocation invocation, Class<?> parameterType, PayloadConverter converter,
			Type elementType) {
		MxpStream stream = invocation.stream();
		RelayListener relay = invocation.relay();
		if (stream == null || relay == null) {
			return null;
		}
		ChunkFlux chunks = new ChunkFlux(Schedulers.fromExecutor(invocation.executor()));
		chunks.attach(stream);
		relay.relayTo(chunks, stream);
		String contentType = invocation.metadata().contentType();
		return chunks.flux().handle((chunk, sink) -> {
			Object element = converter.decode(chunk, contentType, elementType);
			if (element != null) {
				sink.next(element);
			}
		});
	}

	static void returned(Results results, Invocation invocation, Object result) {
		if (isStreamed(result.getClass())) {
			streamed(results, invocation, (Publisher<?>) result);
			return;
		}
		Mono<?> mono = (Mono<?>) result;
		if (invocation.deadline().exists()) {
			mono = mono.timeout(invocation.deadline().remaining());
		}
		Object[] value = new Object[1];
		mono.subscribe((element) -> value[0] = element, (failure) -> results.failed(invocation, failure),
				() -> results.answer(invocation, value[0]), context(invocation));
	}

	private static void streamed(Results results, Invocation invocation, Publisher<?> elements) {
		StreamPump[] pump = new StreamPump[1];
		StreamListener listener = new StreamListener() {

			@Override
			public void onChunk(MxpStream stream, ByteBuffer chunk) {
				// the caller of a call has nothing to say on the answer's stream
			}

			@Override
			public void onFailed(MxpStream stream, TransportException failure) {
				pump[0].onStreamFailed(failure);
			}

		};
		pump[0] = new StreamPump((element) -> results.encode(invocation, element, null),
				(contentType) -> Results.opening(invocation, contentType, listener),
				(failure) -> results.errors().code(HandlerErrors.unwrap(failure)), invocation.executor(),
				context(invocation));
		RelayListener relay = invocation.relay();
		if (relay != null) {
			relay.onFailure(() -> pump[0].onStreamFailed(new CancellationException("The peer reset the stream")));
		}
		pump[0].done().whenComplete((done, failure) -> {
			if (failure == null) {
				results.ended(invocation);
			}
			else if (pump[0].isOpened()) {
				results.streamEnded(invocation, failure, pump[0].isBroken());
			}
			else {
				results.failed(invocation, failure);
			}
		});
		Flux.from(elements).subscribe(pump[0]);
	}

	/** What requests made in the handler's chain inherit. */
	private static Context context(Invocation invocation) {
		Context context = Context.empty();
		if (invocation.deadline().exists()) {
			context = context.put(MxpDeadline.class, invocation.deadline());
		}
		Observation observation = invocation.observation().observation();
		return (observation != null) ? context.put(OBSERVATION_KEY, observation) : context;
	}

}
