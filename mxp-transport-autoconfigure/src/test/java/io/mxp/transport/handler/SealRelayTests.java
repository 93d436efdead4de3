/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.mxp.transport.Acknowledgement;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.InboundMessage;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.Seal;

import static org.assertj.core.api.Assertions.assertThat;

/** What a relay holds while the next agent cannot be reached. */
class SealRelayTests {

	private static final int LARGEST = 16 << 20;

	private static final Seal SEAL = new Seal(false, new UUID(1, 1), new UUID(2, 2), "", 1, false);

	private final AtomicReference<ErrorCode> refused = new AtomicReference<>();

	@Test
	void fourOfTheLargestAreUnderWayAndOneMoreIsRefused() {
		CompletableFuture<MxpConnection> connecting = new CompletableFuture<>();
		SealRelay relay = new SealRelay((agent) -> Optional.of(connecting));
		for (int i = 0; i < 4; i++) {
			relay.pass(event(LARGEST), SEAL);
		}
		assertThat(this.refused.get()).isNull();
		relay.pass(event(1), SEAL);
		assertThat(this.refused.get()).isEqualTo(ErrorCode.OVERLOADED);
		connecting.completeExceptionally(new IllegalStateException("nobody there"));
		assertThat(this.refused.getAndSet(null)).isEqualTo(ErrorCode.UNAVAILABLE);
		SealRelay noWay = new SealRelay((agent) -> Optional.empty());
		for (int i = 0; i < 5; i++) {
			noWay.pass(event(LARGEST), SEAL);
			assertThat(this.refused.get()).as("nothing of it is held").isEqualTo(ErrorCode.WRONG_TARGET);
		}
	}

	/** A sealed event whose sender waits for its Ack. */
	private InboundMessage event(int length) {
		Acknowledgement acknowledgement = (Acknowledgement) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { Acknowledgement.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("fail")) {
						this.refused.set((ErrorCode) arguments[0]);
					}
					return true;
				});
		byte[] payload = new byte[length];
		return (InboundMessage) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { InboundMessage.class },
				(proxy, method, arguments) -> answer(method.getName(), payload, acknowledgement));
	}

	private static @Nullable Object answer(String method, byte[] payload, Acknowledgement acknowledgement) {
		return switch (method) {
			case "type" -> MessageType.EVENT;
			case "seal" -> SEAL;
			case "metadata" -> MessageMetadata.EMPTY;
			case "payload" -> ByteBuffer.wrap(payload);
			case "copyPayload" -> payload;
			case "requiresAck" -> true;
			case "acknowledgement" -> acknowledgement;
			case "deadlineNanos" -> Long.MAX_VALUE;
			case "traceId" -> 0L;
			default -> null;
		};
	}

}
