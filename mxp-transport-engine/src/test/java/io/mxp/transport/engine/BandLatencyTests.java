/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpStream;
import io.mxp.transport.StreamListener;
import io.mxp.transport.StreamRequest;
import io.mxp.transport.observe.TransportSnapshot;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The latencies of a snapshot, over real sockets.
 */
class BandLatencyTests {

	private static final int CRITICAL = 0;

	private static final int STREAMING = MessageType.STREAM_CHUNK.defaultBand().index();

	private static final int BACKGROUND = MessageType.EVENT.defaultBand().index();

	@Test
	void everyCallAndEveryAnswerIsMeasured() {
		try (TransportPair pair = TransportPair.start(new Inbox())) {
			MxpConnection connection = pair.connect();
			for (int call = 0; call < 100; call++) {
				TransportPair.echo(connection, "x");
			}
			Await.untilEquals(() -> band(pair.client(), CRITICAL).acknowledged().count(), 100L);
			Await.untilEquals(() -> band(pair.server(), CRITICAL).acknowledged().count(), 100L);
			for (MxpTransportEngine side : new MxpTransportEngine[] { pair.client(), pair.server() }) {
				TransportSnapshot.Band band = band(side, CRITICAL);
				assertThat(band.sendWait().count()).isEqualTo(100);
				assertInOrder(band.sendWait());
				assertInOrder(band.acknowledged());
				assertThat(band.acknowledged().totalNanos()).isGreaterThan(band.sendWait().totalNanos());
				assertThat(band(side, BACKGROUND).sendWait()).isEqualTo(TransportSnapshot.Latency.NONE);
			}
		}
	}

	@Test
	void messagesOfEverySizeAndWayAreMeasured() {
		Chunks heard = new Chunks();
		Inbox inbox = new Inbox().listening((stream) -> heard);
		try (TransportPair pair = TransportPair.start(inbox)) {
			MxpConnection connection = pair.connect();
			Await.result(connection.submit(MessageType.EVENT, MessageMetadata.EMPTY, Inbox.bytes("small")));
			Await.result(
					connection.submit(MessageType.EVENT, MessageMetadata.EMPTY, TransportPair.payload(3_000_000, 1)));
			MxpStream stream = Await.result(connection
				.openStream(StreamRequest.of(MessageMetadata.EMPTY).unidirectional(), StreamListener.IGNORE));
			for (int chunk = 0; chunk < 20; chunk++) {
				Await.result(stream.send(TransportPair.payload(300_000, chunk)));
			}
			stream.finish();
			heard.awaitFinished();
			Await.untilEquals(() -> band(pair.client(), BACKGROUND).acknowledged().count(), 2L);
			// 20 chunks, StreamOpen and StreamClose
			Await.untilEquals(() -> band(pair.client(), STREAMING).acknowledged().count(), 22L);
			assertThat(band(pair.client(), STREAMING).sendWait().count()).isEqualTo(22);
			assertInOrder(band(pair.client(), STREAMING).sendWait());
			// Three megabytes do not leave within one turn, five characters do.
			assertThat(band(pair.client(), BACKGROUND).sendWait().maxNanos())
				.isGreaterThan(band(pair.client(), BACKGROUND).sendWait().p50Nanos());
		}
	}

	private static void assertInOrder(TransportSnapshot.Latency latency) {
		assertThat(latency.p50Nanos()).isPositive().isLessThanOrEqualTo(latency.p99Nanos());
		assertThat(latency.p99Nanos()).isLessThanOrEqualTo(latency.maxNanos());
		assertThat(latency.totalNanos()).isPositive();
		assertThat(latency.recentCount()).isEqualTo(latency.count());
	}

	private static TransportSnapshot.Band band(MxpTransportEngine transport, int band) {
		return transport.snapshot().bands().get(band);
	}

}
