/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.concurrent.CompletableFuture;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpStream;
import io.mxp.transport.StreamRequest;
import io.mxp.transport.message.MessageCodec;
import io.mxp.transport.message.MessageFlags;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Streams whose last chunk says that it is the last.
 */
class FinalChunkTests {

	private static EngineStream open(TransportPair pair, Chunks back) {
		return (EngineStream) Await
			.result(pair.connect().openStream(new StreamRequest(null, MessageMetadata.subject("s"), true, 0), back));
	}

	@Test
	void aFinalChunkEndsTheStreamWithoutClose() {
		Chunks there = new Chunks();
		Inbox inbox = new Inbox().listening((stream) -> there);
		try (TransportPair pair = TransportPair.start(inbox)) {
			Chunks back = new Chunks();
			MxpStream stream = open(pair, back);
			stream.send(Inbox.bytes("one"));
			Await.result(stream.sendLast(Inbox.bytes("two")));
			assertThatIllegalStateException().isThrownBy(() -> stream.offer(Inbox.bytes("three")));
			assertThatIllegalStateException().isThrownBy(() -> stream.sendLast(Inbox.bytes("three")));
			stream.finish(); // no effect: it is finished
			there.awaitFinished();
			assertThat(there.nextText() + there.nextText()).isEqualTo("onetwo");
			Await.result(inbox.nextStream().sendLast(Inbox.bytes("thanks")));
			back.awaitFinished();
			assertThat(back.nextText()).isEqualTo("thanks");
			StreamTests.untilNoStreams(pair);
			// StreamOpen and two chunks there, one chunk back.
			assertThat(messagesSent(pair.client())).isEqualTo(3);
			assertThat(messagesSent(pair.server())).isEqualTo(1);
		}
	}

	private static long messagesSent(MxpTransportEngine transport) {
		return transport.snapshot().bands().stream().mapToLong((band) -> band.messagesSent()).sum();
	}

	@Test
	void aLastChunkThatWaitsForRoomIsStillTheLast() {
		Chunks there = new Chunks();
		try (TransportPair pair = TransportPair.with(new Inbox().listening((stream) -> there))
			.client((config) -> config.withFlow(config.flow().withStreamSendBufferBytes(64 * 1024)))
			.start()) {
			MxpStream stream = open(pair, new Chunks());
			CompletableFuture<Void> accepted = CompletableFuture.completedFuture(null);
			for (int i = 0; i < 40; i++) {
				accepted = CompletableFuture.allOf(accepted, stream.send(TransportPair.payload(30_000, i)));
			}
			Await.result(CompletableFuture.allOf(accepted, stream.sendLast(TransportPair.payload(30_000, 40))));
			there.awaitFinished();
			assertThat(there.count()).isEqualTo(41);
		}
	}

	/** A peer that breaks the rule sees its stream end with a code that says so. */
	@Test
	void whatComesBehindAFinalChunkEndsTheStreamWithAnError() {
		Chunks there = new Chunks();
		try (TransportPair pair = TransportPair.start(new Inbox().listening((stream) -> there))) {
			Chunks back = new Chunks();
			EngineStream stream = open(pair, back);
			byte[] last = chunk(MessageFlags.FINAL, "last");
			byte[] behind = chunk(0, "behind");
			EngineConnection connection = stream.handle();
			connection.loop().execute(() -> {
				connection.connection().messages().writeSome(stream.transportId(), last, 0, last.length);
				connection.connection().messages().writeSome(stream.transportId(), behind, 0, behind.length);
				connection.loop().endpoint().touch(connection.connection());
			}, connection);
			assertThat(back.failure().code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
			there.awaitFinished();
			assertThat(there.nextText()).isEqualTo("last");
			assertThat(there.count()).isEqualTo(1);
			assertThat(TransportPair.echo(connection, "goes on")).isEqualTo("goes on");
			StreamTests.untilNoStreams(pair);
		}
	}

	private static byte[] chunk(int flags, String text) {
		byte[] payload = Inbox.bytes(text).array();
		byte[] message = new byte[MessageCodec.encodedLength(payload.length)];
		new MessageCodec().encode(message, 0, MessageType.STREAM_CHUNK.code(), flags, 2, 0, payload, 0, payload.length);
		return message;
	}

}
