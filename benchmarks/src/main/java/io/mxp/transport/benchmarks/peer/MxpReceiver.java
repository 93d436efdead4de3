/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks.peer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

import io.mxp.transport.FlowConfig;
import io.mxp.transport.InboundMessage;
import io.mxp.transport.MessageHandler;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpStream;
import io.mxp.transport.StreamListener;
import io.mxp.transport.benchmarks.BenchOptions;

/**
 * Counts one-way messages, echoes calls, and holds what comes on streams without
 * consuming it.
 */
final class MxpReceiver extends MxpPeer {

	private final Sink sink;

	MxpReceiver(BenchOptions options, FlowConfig flow) {
		this(options, flow, new Sink());
	}

	private MxpReceiver(BenchOptions options, FlowConfig flow, Sink sink) {
		super(options, true, flow, sink);
		this.sink = sink;
	}

	@Override
	Values mark() {
		return super.mark().with("messages", (long) Sink.MESSAGES.getOpaque(this.sink))
			.with("bytes", (long) Sink.BYTES.getOpaque(this.sink));
	}

	private static final class Sink implements MessageHandler {

		private static final VarHandle MESSAGES = field("messages");

		private static final VarHandle BYTES = field("bytes");

		private long messages;

		private long bytes;

		private static VarHandle field(String name) {
			try {
				return MethodHandles.lookup().findVarHandle(Sink.class, name, long.class);
			}
			catch (ReflectiveOperationException ex) {
				throw new ExceptionInInitializerError(ex);
			}
		}

		@Override
		public void onMessage(InboundMessage message) {
			if (message.type() == MessageType.CALL) {
				message.responder().reply(message.payload());
				return;
			}
			BYTES.setOpaque(this, this.bytes + message.payload().remaining());
			MESSAGES.setOpaque(this, this.messages + 1);
		}

		@Override
		public StreamListener onStream(MxpStream stream) {
			return Unconsumed.INSTANCE;
		}

	}

	/** Never asks for a chunk, so that chunks stay in the transport's buffers. */
	private enum Unconsumed implements StreamListener {

		INSTANCE;

		@Override
		public long initialDemand() {
			return 0;
		}

		@Override
		public void onChunk(MxpStream stream, ByteBuffer chunk) {
			throw new IllegalStateException("a chunk came that nobody asked for");
		}

	}

}
