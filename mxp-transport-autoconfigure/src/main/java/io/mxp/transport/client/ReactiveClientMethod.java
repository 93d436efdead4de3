/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.client;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Methods with publishers; touched only where Reactor is there. */
final class ReactiveClientMethod {

	private ReactiveClientMethod() {
	}

	static boolean isPublisher(Class<?> type) {
		return Publisher.class.isAssignableFrom(type);
	}

	static Object event(EventSpec event, boolean acknowledged) {
		return acknowledged ? event.acknowledgedMono() : event.sendMono();
	}

	static Object call(ClientMethod method, CallSpec call) {
		return isMono(method) ? call.retrieveMono(method.answerType()) : call.retrieveFlux(method.answerType());
	}

	static Object stream(ClientMethod method, StreamSpec stream, @Nullable Object elements) {
		Publisher<?> sent = (elements instanceof Publisher<?> publisher) ? publisher : Flux.empty();
		return isMono(method) ? stream.send(sent)
				: ReactiveExchange.exchange(stream, sent, method.answerType().getType());
	}

	private static boolean isMono(ClientMethod method) {
		return Mono.class.isAssignableFrom(method.returnType());
	}

}
