/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

/**
 * What applications write goes into the buffers of streams, as far as these take it.
 */
final class StreamWriting {

	private final StreamQueues queues;

	private final RecordWalker walker;

	private final StreamMemory memory;

	StreamWriting(StreamQueues queues, RecordWalker walker, StreamMemory memory) {
		this.queues = queues;
		this.walker = walker;
		this.memory = memory;
	}

	/** Writes whole records, all or nothing. */
	boolean writeAll(LiveStream stream, byte[] bytes, int offset, int length) {
		SendStream send = stream.send();
		if (send == null || !send.isOpen()) {
			return false;
		}
		if (stream.isUnordered()) {
			long most = StreamId.isBand(stream.id()) ? StreamMultiplexer.MAX_BAND_RECORD_BYTES : send.undividedBytes();
			if (length > most || this.walker.lengthAt(bytes, offset, length) != length) {
				throw new IllegalArgumentException("an unordered stream takes one whole message of at most " + most
						+ " bytes at a time, not " + length + " bytes of something else");
			}
		}
		if (length > send.capacityBytes()) {
			throw new IllegalArgumentException(length + " bytes never fit into a stream that buffers "
					+ send.capacityBytes() + ": write them in pieces");
		}
		if (send.accept(length) < length || !this.memory.admits(stream, length)) {
			return false;
		}
		send.append(bytes, offset, length);
		this.queues.activate(stream);
		return true;
	}

	/** Writes as much as there is room for; returns how much that was. */
	int writeSome(LiveStream stream, byte[] bytes, int offset, int length) {
		SendStream send = stream.send();
		if (send == null || !send.isOpen()) {
			return 0;
		}
		if (stream.isUnordered()) {
			throw new IllegalArgumentException("an unordered stream takes whole messages");
		}
		int accepted = send.accept(length);
		if (accepted == 0 || !this.memory.admits(stream, accepted)) {
			return 0;
		}
		send.append(bytes, offset, accepted);
		this.queues.activate(stream);
		return accepted;
	}

}
