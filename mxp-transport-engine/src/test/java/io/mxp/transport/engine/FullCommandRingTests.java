/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import io.mxp.transport.DeliveryConfig;
import io.mxp.transport.MxpStream;
import io.mxp.transport.StreamListener;
import io.mxp.transport.StreamRequest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A command ring that is full again and again while handlers run on the loop that empties
 * it: who waits for room must not keep the loop from making some.
 */
class FullCommandRingTests {

	private static final int CHUNKS = 5_000;

	@Test
	void everyChunkIsAcceptedAndArrives() {
		Counting heard = new Counting();
		Inbox inbox = new Inbox().listening((stream) -> heard);
		DeliveryConfig onLoop = new DeliveryConfig(DeliveryConfig.Mode.EVENT_LOOP, 65_536, 65_536);
		try (TransportPair pair = TransportPair.with(inbox).both((config) -> config.withDelivery(onLoop)).start()) {
			MxpStream stream = Await
				.result(pair.connect().openStream(StreamRequest.of("fill").unidirectional(), StreamListener.IGNORE));
			ByteBuffer chunk = TransportPair.payload(1_024, 1);
			for (int i = 0; i < CHUNKS; i++) {
				Await.result(stream.send(chunk));
			}
			stream.finish();
			assertThat(Await.result(heard.finished)).isEqualTo(CHUNKS);
		}
	}

	private static final class Counting implements StreamListener {

		private final CompletableFuture<Integer> finished = new CompletableFuture<>();

		private int chunks;

		@Override
		public void onChunk(MxpStream stream, ByteBuffer chunk) {
			this.chunks++;
		}

		@Override
		public void onFinished(MxpStream stream) {
			this.finished.complete(this.chunks);
		}

	}

}
