/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.packet.FrameType;
import io.mxp.transport.packet.ProtocolViolation;
import org.jspecify.annotations.Nullable;

/**
 * Hands the records of one stream to the sink, each once and whole: straight out of the
 * packet where it can, out of kept bytes where a record came in pieces. On an ordered
 * stream they leave in order, and large ones are assembled outside of the flow window.
 */
// SPEC streams.md#delivery
final class RecordDelivery {

	private final long id;

	private final ReceiveContext context;

	private final FlowWindow flow;

	private final Reassembler reassembler;

	/** Ordered streams: offsets of large records whose credit was given on arrival. */
	private ByteRanges prepaid = ByteRanges.NONE;

	/**
	 * A longer record is assembled outside of the window; on an unordered stream there
	 * may be none.
	 */
	private final int keptRecordBytes;

	private int band;

	private boolean ordered;

	private boolean opened;

	private boolean discarding;

	/** The sink refused a record; nothing is offered before {@link #retry()}. */
	private boolean refused;

	private boolean waitsForBudget;

	private @Nullable RecordAssembly assembly;

	RecordDelivery(long id, ReceiveContext context) {
		this.id = id;
		this.context = context;
		this.flow = context.windowFor(id);
		this.reassembler = new Reassembler(context.pool(), this.flow.windowBytes(), context.ranges());
		this.keptRecordBytes = (int) Math.min(FrameCutter.SMALL_RECORD_BYTES, this.flow.windowBytes() >> 1);
	}

	long id() {
		return this.id;
	}

	ReceiveContext context() {
		return this.context;
	}

	/** The stream's own window. */
	FlowWindow flow() {
		return this.flow;
	}

	void open(int band, boolean ordered) {
		this.band = band;
		this.ordered = ordered;
		this.opened = true;
	}

	boolean isOpened() {
		return this.opened;
	}

	Reassembler reassembler() {
		return this.reassembler;
	}

	boolean isRefused() {
		return this.refused;
	}

	boolean waitsForBudget() {
		return this.waitsForBudget;
	}

	/** Whether records that are there cannot be delivered for now. */
	boolean isHeldUp() {
		return !this.opened || this.refused || this.waitsForBudget;
	}

	/** Whether all bytes up to the end of the stream were delivered. */
	boolean isComplete(long finalSize) {
		return this.assembly == null && this.reassembler.takenBytes() == finalSize;
	}

	/** Whether all bytes up to the end of the stream have arrived. */
	boolean hasArrived(long finalSize) {
		return this.reassembler.takenBytes() + this.reassembler.keptBytes() == finalSize;
	}

	void onData(long offset, byte[] bytes, int at, int length, boolean boundary) throws ProtocolViolation {
		int used = 0;
		if (!isHeldUp() && isDirect(offset, length, boundary)) {
			used = deliverArrived(offset, bytes, at, length);
			if (this.discarding) {
				return;
			}
			if (used > 0) {
				this.reassembler.takeArrived(offset, offset + used);
			}
		}
		if (used < length) {
			if (!this.context.mayKeep(length - used)) {
				return;
			}
			this.reassembler.keep(offset + used, bytes, at + used, length - used,
					!this.ordered && (boundary || used > 0));
		}
		if (!this.reassembler.kept().isEmpty()) {
			deliverKept(offset, offset + length);
		}
	}

	/** Offers again what the sink refused or what had to wait for the budget. */
	void retry() throws ProtocolViolation {
		this.refused = false;
		this.waitsForBudget = false;
		RecordAssembly whole = this.assembly;
		if (whole != null && whole.missing() == 0) {
			deliverAssembled(whole);
		}
		deliverKept(0, Long.MAX_VALUE);
	}

	/** Lets go of everything; what still arrives is not delivered. */
	void discard() {
		this.discarding = true;
		this.refused = false;
		this.waitsForBudget = false;
		RecordAssembly unfinished = this.assembly;
		if (unfinished != null) {
			this.assembly = null;
			this.context.assembly().release(unfinished.length());
		}
		if (!this.prepaid.isEmpty()) {
			this.context.assembly().release(this.prepaid.countWithin(0, Long.MAX_VALUE));
			this.prepaid = this.context.pool().giveRanges(this.prepaid);
		}
		this.reassembler.clear();
	}

	/**
	 * The application consumed a span.
	 * @return for how many of its bytes credit was given when they arrived
	 */
	long settlePrepaid(long from, long to) {
		if (this.prepaid.isEmpty()) {
			return 0;
		}
		long paid = this.prepaid.countWithin(from, to);
		if (paid > 0) {
			this.prepaid.remove(from, to);
			this.context.assembly().release(paid);
			if (this.prepaid.isEmpty()) {
				this.prepaid = this.context.pool().giveRanges(this.prepaid);
			}
		}
		return paid;
	}

	private boolean isDirect(long offset, int length, boolean boundary) {
		if (this.ordered) {
			return offset == this.reassembler.front() && this.reassembler.isNew(offset, offset + length);
		}
		return (boundary || this.reassembler.isBoundary(offset)) && this.reassembler.isNew(offset, offset + length);
	}

	/** Delivers records out of the packet; returns how many bytes need not be kept. */
	private int deliverArrived(long offset, byte[] bytes, int at, int length) throws ProtocolViolation {
		int limit = at + length;
		int position = at;
		RecordWalker walker = this.context.walker();
		while (position < limit && !this.refused && !this.discarding) {
			RecordAssembly current = this.assembly;
			if (current != null) {
				int count = Math.min(current.missing(), limit - position);
				current.append(bytes, position, count);
				position += count;
				onAssembled(current, count);
				continue;
			}
			long record = checkLength(walker.lengthAt(bytes, position, limit - position));
			if (record != RecordWalker.UNKNOWN && record <= limit - position) {
				if (!offer(bytes, position, (int) record)) {
					break;
				}
				position += (int) record;
			}
			else if (!beginAssembly(offset + (position - at), record)) {
				break;
			}
		}
		return position - at;
	}

	/** Delivers kept records near a span that has just arrived. */
	private void deliverKept(long from, long to) throws ProtocolViolation {
		ByteRanges kept = this.reassembler.kept();
		if (this.ordered) {
			while (!isStopped() && !kept.isEmpty() && kept.start(0) == this.reassembler.front() && advance(0)) {
				continue;
			}
			return;
		}
		int index = kept.indexOf(from);
		long reach = to;
		while (!isStopped() && index < kept.size() && kept.start(index) <= reach) {
			long end = kept.end(index);
			if (kept.isMarked(index) && advance(index)) {
				reach = Math.max(reach, end);
			}
			else {
				index++;
			}
		}
	}

	/** Makes one step with a kept range that starts at a boundary, if it can. */
	private boolean advance(int index) throws ProtocolViolation {
		ByteRanges kept = this.reassembler.kept();
		long start = kept.start(index);
		long available = kept.end(index) - start;
		RecordAssembly current = this.assembly;
		if (current != null) {
			int count = (int) Math.min(current.missing(), available);
			current.append(this.reassembler.bytes(), start, count);
			this.reassembler.takeKept(index, count);
			onAssembled(current, count);
			return true;
		}
		long record = checkLength(this.context.walker().lengthAt(this.reassembler.bytes(), start, available));
		boolean whole = record != RecordWalker.UNKNOWN && record <= available;
		if (whole && record <= FrameCutter.SMALL_RECORD_BYTES) {
			if (!offerKept(start, (int) record) || this.discarding) {
				return false;
			}
			this.reassembler.takeKept(index, record);
			return true;
		}
		if (!whole && index + 1 < kept.size() && kept.start(index + 1) == start + available) {
			kept.joinNext(index);
			return true;
		}
		return beginAssembly(start, record);
	}

	/** Whether delivery has to stop where it is. */
	private boolean isStopped() {
		return isHeldUp() || this.discarding;
	}

	private boolean offerKept(long start, int length) throws ProtocolViolation {
		ChunkBuffer bytes = this.reassembler.bytes();
		if (length <= ChunkBuffer.spanFrom(start)) {
			return offer(bytes.chunkAt(start), bytes.indexOf(start), length);
		}
		byte[] scratch = this.context.scratch();
		bytes.copyTo(start, scratch, 0, length);
		return offer(scratch, 0, length);
	}

	private boolean offer(byte[] bytes, int offset, int length) throws ProtocolViolation {
		if (!this.context.sink().onRecord(this.id, this.band, bytes, offset, length)) {
			this.refused = true;
			return false;
		}
		this.context.countRecord();
		return true;
	}

	private boolean beginAssembly(long start, long length) {
		if (!this.ordered || length <= this.keptRecordBytes) {
			return false;
		}
		if (!this.context.assembly().reserve(length)) {
			if (length > FrameCutter.SMALL_RECORD_BYTES || !this.prepaid.isEmpty()) {
				this.waitsForBudget = true;
				return false;
			}
			this.context.assembly().reserveAnyway(length);
		}
		this.assembly = new RecordAssembly(start, (int) length);
		return true;
	}

	// SPEC streams.md#assembly
	private void onAssembled(RecordAssembly current, int count) throws ProtocolViolation {
		this.flow.onConsumed(count);
		this.context.connectionFor(this.id).onConsumed(count);
		if (current.missing() == 0) {
			deliverAssembled(current);
		}
	}

	private void deliverAssembled(RecordAssembly whole) throws ProtocolViolation {
		long end = whole.start() + whole.length();
		this.prepaid = this.context.pool().own(this.prepaid);
		this.prepaid.add(whole.start(), end, false);
		this.assembly = null;
		if (!offer(whole.bytes(), 0, whole.length()) && !this.discarding) {
			this.prepaid.remove(whole.start(), end);
			this.assembly = whole;
		}
	}

	private long checkLength(long record) throws ProtocolViolation {
		if (record == RecordWalker.MALFORMED) {
			throw new ProtocolViolation(ErrorCode.PROTOCOL_VIOLATION, FrameType.STREAM_DATA,
					"the bytes at a message boundary are no message");
		}
		if (!this.ordered && record > this.keptRecordBytes) {
			throw new ProtocolViolation(ErrorCode.PROTOCOL_VIOLATION, FrameType.STREAM_DATA,
					"a message over " + this.keptRecordBytes + " bytes on an unordered stream");
		}
		return record;
	}

}
